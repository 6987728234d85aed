//! Lists: a page and the cursor to the next.

use serde::Serialize;

/// Which page of a list is asked for.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// 1 to 200.
    pub limit: u32,
    /// `next_cursor` of the page before; `None` for the first.
    pub cursor: Option<String>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: 50, cursor: None }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// Where the next page begins; `null` at the end.
    pub next_cursor: Option<String>,
}
