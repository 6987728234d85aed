//! The order of writes, flushes and replies in a trace.

use tessera_harness::checker::read_trace;

use crate::story::{Story, total};

const FLUSHED: &str = "nothing is acknowledged before it is flushed";

fn traced(lines: &str) -> Story {
    let mut story = Story::with(total(5));
    story.0.trace = read_trace(lines);
    story
}

const ASKED: &str = "12 recvfrom(9<TCP:[127.0.0.1:80->127.0.0.1:9]>, \"POST /v1/redemptions HTTP/1.1\\r\\n\"..., 8192, 0, NULL, NULL) = 512\n";
const WROTE: &str = "14 pwrite64(7</x/shop.db-wal>, \"\\1\\2\"..., 4096, 8192) = 4096\n";
const FLUSHED_LOG: &str = "14 fdatasync(7</x/shop.db-wal>) = 0\n";
const ANSWERED: &str = "12 sendto(9<TCP:[127.0.0.1:80->127.0.0.1:9]>, \"HTTP/1.1 201 Created\\r\\n\"..., 900, MSG_NOSIGNAL, NULL, 0) = 900\n";

#[test]
fn a_flush_between_write_and_reply_is_right() {
    traced(&[ASKED, WROTE, WROTE, FLUSHED_LOG, ANSWERED].concat()).holds(FLUSHED);
}

#[test]
fn calls_of_several_threads_are_put_together() {
    let text = [
        ASKED,
        "14 pwrite64(7</x/shop.db-wal>, \"\\1\"..., 4096, 8192 <unfinished ...>\n",
        "15 futex(0x7f, FUTEX_WAIT) = 0\n",
        "14 <... pwrite64 resumed>) = 4096\n",
        "14 fdatasync(7</x/shop.db-wal> <unfinished ...>\n",
        "12 epoll_wait(3<anon_inode:[eventpoll]>, [], 1024, 0) = 0\n",
        "14 <... fdatasync resumed>) = 0\n",
        ANSWERED,
    ];
    traced(&text.concat()).holds(FLUSHED);
}

#[test]
fn a_reply_without_a_flush_is_found() {
    traced(&[ASKED, WROTE, ANSWERED].concat()).breaks(FLUSHED, "the log was written and not flushed", &[]);
    traced(&[ASKED, ANSWERED].concat()).breaks(FLUSHED, "the log was not written", &[]);
}

#[test]
fn a_flush_that_came_early_failed_or_was_of_another_file_is_none() {
    let failed = "14 fdatasync(7</x/shop.db-wal>) = -1 EIO (Input/output error)\n";
    let other = "14 fdatasync(6</x/shop.db>) = 0\n";
    for between in [[FLUSHED_LOG, WROTE], [WROTE, failed], [WROTE, other]] {
        traced(&[ASKED, between[0], between[1], ANSWERED].concat()).breaks(FLUSHED, "not flushed", &[]);
    }
    let late = "14 fdatasync(7</x/shop.db-wal> <unfinished ...>\n";
    traced(&[ASKED, WROTE, late, ANSWERED].concat()).breaks(FLUSHED, "not flushed", &[]);
}

#[test]
fn reads_and_refusals_need_no_flush() {
    let read = ASKED.replace("POST", "GET");
    let refused = ANSWERED.replace("201 Created", "409 Conflict");
    let story = traced(&[&read, ANSWERED, ASKED, &refused].concat());
    assert!(story.verdict(FLUSHED).violations.is_empty());
}
