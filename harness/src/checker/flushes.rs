//! Nothing is acknowledged before it is flushed: the evidence for power loss that `kill -9` cannot give, since the page
//! cache survives it.
//!
//! Looks at what a process asked of the system while it had one mutation at a time: between the request and a reply of
//! success the write-ahead log was written, and after that a flush of that file began and returned 0.

use std::collections::BTreeMap;

use super::{FLUSHES, Record, Verdict};

/// What a process asked of the system, as far as it is of interest, in the order of the trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A mutation was read from this connection.
    Asked(String),
    /// The write-ahead log was written.
    Wrote,
    /// A flush of the write-ahead log began, by this thread.
    FlushBegan(String),
    /// It returned; whether with 0.
    FlushEnded(String, bool),
    /// A success was sent on this connection.
    Acknowledged(String),
}

/// Looks at every acknowledgement of a mutation.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new(FLUSHES);
    // Of each connection with a mutation: whether the log was written since, and whether that is flushed.
    let mut open: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    // Of each thread: the connections whose writes its flush covers.
    let mut flushing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (at, step) in record.trace.iter().enumerate() {
        match step {
            Step::Asked(connection) => drop(open.insert(connection, (false, false))),
            Step::Wrote => open.values_mut().for_each(|(wrote, _)| *wrote = true),
            Step::FlushBegan(thread) => {
                let covered = open.iter().filter(|(_, (wrote, _))| *wrote).map(|(connection, _)| *connection);
                flushing.insert(thread, covered.collect());
            }
            Step::FlushEnded(thread, is_done) => {
                for connection in flushing.remove(thread.as_str()).into_iter().flatten().filter(|_| *is_done) {
                    if let Some((_, flushed)) = open.get_mut(connection) {
                        *flushed = true;
                    }
                }
            }
            Step::Acknowledged(connection) => {
                let Some((wrote, flushed)) = open.remove(connection.as_str()) else { continue };
                verdict.look();
                if !flushed {
                    let what = if wrote { "written and not flushed" } else { "not written" };
                    verdict.find(format!("step {at}: a success was sent, and the log was {what}"), []);
                }
            }
        }
    }
    verdict
}

/// Reads what `strace -f -y` wrote of a process whose write-ahead log ends with `-wal`.
#[must_use]
pub fn read_trace(text: &str) -> Vec<Step> {
    // What a thread is in the middle of: calls of other threads come between its beginning and its end.
    let mut unfinished: BTreeMap<&str, &str> = BTreeMap::new();
    let mut steps = Vec::new();
    for line in text.lines() {
        let Some((thread, call)) = line.trim_start().split_once(char::is_whitespace) else { continue };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            unfinished.insert(thread, begun);
            begin(&mut steps, thread, begun);
        } else if call.starts_with("<... ") {
            let begun = unfinished.remove(thread).unwrap_or_default();
            end(&mut steps, thread, begun, call);
        } else {
            begin(&mut steps, thread, call);
            end(&mut steps, thread, call, call);
        }
    }
    steps
}

/// What is so from the beginning of a call: a flush covers what was written before it, bytes of a reply leave.
fn begin(steps: &mut Vec<Step>, thread: &str, call: &str) {
    if is_flush(call) {
        steps.push(Step::FlushBegan(thread.to_owned()));
    } else if is_sending(call)
        && (call.contains("\"HTTP/1.1 200") || call.contains("\"HTTP/1.1 201"))
        && let Some(connection) = connection_of(call)
    {
        steps.push(Step::Acknowledged(connection));
    }
}

/// What is so from the end of a call: its bytes were read or written, its flush is done.
fn end(steps: &mut Vec<Step>, thread: &str, begun: &str, ended: &str) {
    let is_done = ended.rsplit_once(" = ").is_some_and(|(_, result)| !result.starts_with('-'));
    if is_flush(begun) {
        let is_zero = ended.rsplit_once(" = ").is_some_and(|(_, result)| result.trim() == "0");
        steps.push(Step::FlushEnded(thread.to_owned(), is_zero));
    } else if begun.starts_with("pwrite") && begun.contains("-wal>") && is_done {
        steps.push(Step::Wrote);
    } else if begun.starts_with("recv") && ended.contains("\"POST ") && is_done {
        steps.extend(connection_of(begun).map(Step::Asked));
    }
}

fn is_flush(call: &str) -> bool {
    (call.starts_with("fdatasync(") || call.starts_with("fsync(")) && call.contains("-wal>")
}

fn is_sending(call: &str) -> bool {
    ["sendto(", "sendmsg(", "write(", "writev("].iter().any(|name| call.starts_with(name))
}

/// The number of the file that a call is about.
fn connection_of(call: &str) -> Option<String> {
    let (_, arguments) = call.split_once('(')?;
    let end = arguments.find(|letter: char| !letter.is_ascii_digit())?;
    (end > 0).then(|| arguments[..end].to_owned())
}
