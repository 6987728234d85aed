//! Pages of lists. A cursor says after which entry the next page begins, so that a page is as cheap at the end of a
//! list as at its beginning and entries that arrive meanwhile shift nothing.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// Longest cursor that is looked at.
const MAX_LENGTH: usize = 8_192;

/// Bytes of the digest that a cursor carries.
const CHECK_BYTES: usize = 8;

/// Most entries of one page.
const MAX_LIMIT: u32 = 1_000;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// Where the next page begins; `None` at the end. Opaque.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of up to `limit + 1` entries: the one too many tells that there is a next page.
    pub(crate) fn cut(mut data: Vec<T>, limit: u32, cursor: impl FnOnce(&T) -> String) -> Self {
        let limit = page_size(limit);
        let more = data.len() > limit;
        data.truncate(limit);
        let next_cursor = if more { data.last().map(cursor) } else { None };
        Self { data, next_cursor }
    }
}

fn page_size(limit: u32) -> usize {
    usize::try_from(limit.clamp(1, MAX_LIMIT)).unwrap_or(1)
}

/// How many rows to ask for: a page and one more.
pub(crate) fn rows_wanted(limit: u32) -> u32 {
    limit.clamp(1, MAX_LIMIT) + 1
}

/// Writes a cursor of a list after the entry with this sort key. The digest is against mishaps, not against forgers:
/// a forged cursor only begins elsewhere in the same list.
pub(crate) fn encode(list: &str, key: &[&str]) -> String {
    let payload = serde_json::to_vec(&(list, key)).unwrap_or_default();
    let digest = Sha256::digest(&payload);
    let mut text = String::with_capacity((payload.len() + CHECK_BYTES) * 2);
    for byte in payload.iter().chain(&digest[..CHECK_BYTES]) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads the sort key of a cursor of this list.
pub(crate) fn decode<const N: usize>(list: &str, cursor: &str) -> Result<[String; N], StoreError> {
    read::<N>(list, cursor).ok_or(StoreError::InvalidCursor)
}

fn read<const N: usize>(list: &str, cursor: &str) -> Option<[String; N]> {
    if cursor.len() > MAX_LENGTH
        || !cursor.len().is_multiple_of(2)
        || !cursor.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    {
        return None;
    }
    let bytes: Vec<u8> = (0..cursor.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&cursor[at..at + 2], 16))
        .collect::<Result<_, _>>()
        .ok()?;
    let (payload, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK_BYTES)?)?;
    if Sha256::digest(payload)[..CHECK_BYTES] != *check {
        return None;
    }
    let (name, key): (String, Vec<String>) = serde_json::from_slice(payload).ok()?;
    if name != list {
        return None;
    }
    key.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let cursor = encode("coupons", &["é\u{1f}x", "cpn_1"]);
        assert_eq!(decode::<2>("coupons", &cursor).unwrap(), ["é\u{1f}x".to_owned(), "cpn_1".to_owned()]);
    }

    #[test]
    fn a_cursor_that_was_altered_anywhere_is_refused() {
        let cursor = encode("coupons", &["1", "cpn_1"]);
        for at in 0..cursor.len() {
            let mut altered = cursor.clone().into_bytes();
            altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(decode::<2>("coupons", &altered), Err(StoreError::InvalidCursor), "{at}");
        }
        for wrong in ["", "0", "zz", "é", "00", &cursor[2..], &cursor.to_uppercase()] {
            assert_eq!(decode::<2>("coupons", wrong), Err(StoreError::InvalidCursor), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = encode("codes", &["1"]);
        assert_eq!(decode::<1>("coupons", &cursor), Err(StoreError::InvalidCursor));
        assert_eq!(decode::<2>("codes", &cursor), Err(StoreError::InvalidCursor));
    }
}
