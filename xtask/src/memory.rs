//! A folder in memory for what tests throw away: hundreds of databases and browser profiles that nobody needs on a disk.

use std::fs;
use std::process::Command;

use crate::command::read;

const FOLDER: &str = "/dev/shm";
/// Room that has to be there, in KiB: tests use a tenth of it.
const ROOM: u64 = 4 * 1_024 * 1_024;

/// The folder, where the machine has one with enough room, and memory to back it.
pub(crate) fn folder() -> Option<&'static str> {
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let is_in_memory = mounts.lines().any(|line| line.split(' ').skip(1).take(2).eq([FOLDER, "tmpfs"]));
    let memory = fs::read_to_string("/proc/meminfo").ok()?;
    let mut room = Command::new("df");
    room.args(["-P", "-k", FOLDER]);
    let has_room = available(&memory)? >= 2 * ROOM && free(&read(room).ok()?)? >= ROOM;
    (is_in_memory && has_room).then_some(FOLDER)
}

/// What `/proc/meminfo` says is available, in KiB.
fn available(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What `df -P -k` says is free.
fn free(text: &str) -> Option<u64> {
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_own_words_are_read() {
        assert_eq!(available("MemTotal:       24654312 kB\nMemAvailable:   20000000 kB\n"), Some(20_000_000));
        let df = "Filesystem     1024-blocks   Used Available Capacity Mounted on\ntmpfs             25165824 173012  24992812       1% /dev/shm\n";
        assert_eq!(free(df), Some(24_992_812));
        assert_eq!((available(""), free("")), (None, None));
    }
}
