-- What a job has met so far, so that it knows the second of two from the first: the codes of an import that is only tried.
-- Goes with what the job was given.
CREATE TABLE job_marks (
    job_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (job_id, mark)
);
