//! Takes in a table piece by piece as it arrives: looks at its encoding, its head and its size, counts its rows, and cuts it
//! into chunks of text that are small enough to be stored.

use std::str;

use sha2::{Digest, Sha256};

use super::head::{Head, refused};
use crate::problem::{ErrorCode, Problem};

/// The largest table, in bytes.
pub const LARGEST_TABLE: u64 = 1024 * 1024 * 1024;

/// Bytes of a chunk, a character more or less.
pub(super) const CHUNK: usize = 64 * 1024;

/// A table that arrives.
#[derive(Default)]
pub(super) struct Intake {
    digest: Sha256,
    bytes: u64,
    /// The first bytes of a character whose last ones are still to come.
    cut: Vec<u8>,
    /// The chunk that is being filled.
    text: String,
    /// Chunks that are full and not stored.
    full: Vec<String>,
    head: Option<Head>,
    rows: RowCount,
}

/// All of a table but what was stored before.
pub(super) struct Taken {
    /// Its head.
    pub(super) head: Head,
    /// The last chunks.
    pub(super) chunks: Vec<String>,
    /// How many rows it has, or nearly so.
    pub(super) rows: u64,
    /// The same for the same table.
    pub(super) digest: Vec<u8>,
}

impl Intake {
    /// Takes in the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.bytes += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if self.bytes > LARGEST_TABLE {
            return Err(too_large());
        }
        self.digest.update(piece);
        let mut bytes = std::mem::take(&mut self.cut);
        bytes.extend_from_slice(piece);
        let whole = match str::from_utf8(&bytes) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(self.wrong_encoding(&bytes[..error.valid_up_to()])),
        };
        self.cut = bytes.split_off(whole);
        let text = String::from_utf8(bytes).map_err(|_| self.wrong_encoding(&[]))?;
        self.append(&text)
    }

    /// Chunks that are full, once there are so many; none before.
    pub(super) fn full(&mut self, many: usize) -> Option<Vec<String>> {
        (self.full.len() >= many).then(|| std::mem::take(&mut self.full))
    }

    /// There is no further piece.
    pub(super) fn finish(mut self) -> Result<Taken, Problem> {
        if !self.cut.is_empty() {
            return Err(self.wrong_encoding(&[]));
        }
        let head = match self.head.take() {
            Some(head) => head,
            None => Head::read(&self.text, true)?,
        };
        if !self.text.is_empty() {
            self.full.push(self.text);
        }
        Ok(Taken { head, chunks: self.full, rows: self.rows.finish(), digest: self.digest.finalize().to_vec() })
    }

    fn append(&mut self, text: &str) -> Result<(), Problem> {
        // UTF-16 has them, and no database takes them.
        if let Some((before, _)) = text.split_once('\0') {
            return Err(self.wrong_encoding(before.as_bytes()));
        }
        self.rows.count(text);
        let mut rest = text;
        while !rest.is_empty() {
            let room = CHUNK.saturating_sub(self.text.len());
            let (now, later) = rest.split_at(rest.ceil_char_boundary(room.min(rest.len())));
            self.text.push_str(now);
            rest = later;
            if self.text.len() >= CHUNK {
                if self.head.is_none() {
                    self.head = Some(Head::read(&self.text, false)?);
                }
                self.full.push(std::mem::take(&mut self.text));
            }
        }
        Ok(())
    }

    /// `before` was read and not counted.
    fn wrong_encoding(&self, before: &[u8]) -> Problem {
        let breaks = before.iter().filter(|byte| **byte == b'\n').count();
        let line = self.rows.lines + u64::try_from(breaks).unwrap_or_default() + 1;
        refused(&format!("The table is not UTF-8: line {line} holds something else. Save it as CSV UTF-8."))
    }
}

/// More than a table may have.
fn too_large() -> Problem {
    let detail = "A table has 1 GiB at most. Split it into several; codes that are there already stay as they are.";
    Problem::new(ErrorCode::BodyTooLarge, detail)
}

/// Counts rows as a reader of CSV would, but for what stands in quotes where none should be.
#[derive(Default)]
struct RowCount {
    /// Line breaks that were met.
    lines: u64,
    /// Lines that say something, quoted line breaks not counted.
    rows: u64,
    is_quoted: bool,
    says_something: bool,
}

impl RowCount {
    fn count(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'\n' => {
                    self.lines += 1;
                    if !self.is_quoted && std::mem::take(&mut self.says_something) {
                        self.rows += 1;
                    }
                }
                b'\r' => {}
                b'"' => self.is_quoted = !self.is_quoted,
                _ => self.says_something = true,
            }
        }
    }

    /// How many there are, the head not counted.
    fn finish(self) -> u64 {
        (self.rows + u64::from(self.says_something)).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(pieces: &[&[u8]]) -> Result<Taken, Problem> {
        let mut intake = Intake::default();
        for piece in pieces {
            intake.push(piece)?;
        }
        intake.finish()
    }

    #[test]
    fn a_table_is_cut_between_characters_and_nothing_of_it_is_lost() {
        let mut table = "code,customer_id\r\n".to_owned();
        for number in 0..20_000 {
            table.push_str(&format!("C{number},\u{e9}\u{1f600}{number}\r\n"));
        }
        let pieces: Vec<&[u8]> = table.as_bytes().chunks(777).collect();
        let taken = take(&pieces).unwrap();
        assert!(taken.chunks.len() > 4 && taken.chunks.iter().all(|chunk| chunk.len() <= CHUNK + 3));
        assert_eq!(taken.chunks.concat(), table);
        assert_eq!((taken.rows, taken.head.columns.len()), (20_000, 2));
        assert_eq!(taken.digest, take(&[table.as_bytes()]).unwrap().digest);
    }

    #[test]
    fn another_encoding_is_told_apart() {
        let utf_16: Vec<u8> = "\u{feff}code\nA1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let plain_utf_16: Vec<u8> = "code\nA1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&utf_16[..], &plain_utf_16, b"code,owner\nA1,Andr\xe9\n", b"code\nA\xc3"] {
            let problem = take(&[bytes]).map(drop).unwrap_err();
            assert!(problem.detail.contains("UTF-8"), "{}", problem.detail);
        }
        let cases: [&[&[u8]]; 3] = [&[b"code\nA1\n\nB2,\xff"], &[b"code\nA1\n", b"\nB2\xff"], &[b"code\nA1\n\nB2\xc3"]];
        for pieces in cases {
            let detail = take(pieces).map(drop).unwrap_err().detail;
            assert!(detail.contains("line 4"), "{detail}");
        }
    }

    #[test]
    fn rows_are_counted_without_the_head_and_blank_lines() {
        for (text, rows) in
            [("code\nA\nB\n", 2), ("code\n\nA\r\n\r\nB", 2), ("code\n\"A\nB\",1\nC\n", 2), ("code", 0), ("code\n", 0)]
        {
            assert_eq!(take(&[text.as_bytes()]).unwrap().rows, rows, "{text:?}");
        }
    }
}
