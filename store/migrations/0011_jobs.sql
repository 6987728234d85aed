-- Work that takes longer than a call. It is done in steps, each of them one unit of work that writes its effect and how
-- far the job came, by whichever node has the job at the time.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it is about, such as a coupon.
    subject TEXT,
    -- While its inputs arrive it is `receiving` and nobody sees it.
    state TEXT NOT NULL CHECK (state IN ('receiving', 'queued', 'running', 'done', 'cancelled', 'failed')),
    -- What is asked for, JSON; what is large stands in `job_inputs`.
    request TEXT NOT NULL,
    -- Where the next step begins, JSON; NULL before the first.
    checkpoint TEXT,
    -- Steps that were done: who prepared a step writes it only if no other was written meanwhile.
    step BIGINT NOT NULL DEFAULT 0 CHECK (step >= 0),
    -- How much of how much; NULL while that is not known.
    done BIGINT NOT NULL DEFAULT 0 CHECK (done >= 0),
    total BIGINT CHECK (total >= 0),
    error_count BIGINT NOT NULL DEFAULT 0 CHECK (error_count >= 0),
    -- What came of it, JSON.
    result TEXT,
    -- Why it failed.
    failure TEXT,
    -- How often the next step failed, and when it is tried again.
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at BIGINT NOT NULL,
    -- Which process has it, and until when without a sign of life.
    leased_by TEXT,
    leased_until BIGINT NOT NULL DEFAULT 0,
    -- How many rows of `job_inputs` there are, less those that were taken away.
    inputs BIGINT NOT NULL DEFAULT 0 CHECK (inputs >= 0),
    key_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX jobs_due ON jobs (next_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_by_kind ON jobs (kind, id);
CREATE INDEX jobs_by_subject ON jobs (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX jobs_ended ON jobs (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_receiving ON jobs (updated_at) WHERE state = 'receiving';

-- The first faults in what a job was given.
CREATE TABLE job_errors (
    job_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    -- Of the input, from 1; NULL for the whole.
    row_number BIGINT,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
);

-- What a job was given that is too large for one document; read a batch at a time.
CREATE TABLE job_inputs (
    job_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    document TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
);
