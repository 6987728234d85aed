//! What is kept of a saved document.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedKind {
    /// A template of coupons.
    Template,
    /// A view of a list.
    View,
    /// A test basket.
    Basket,
}

impl SavedKind {
    /// The word in the table.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::View => "view",
            Self::Basket => "basket",
        }
    }
}

/// What a document is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSaved {
    /// Whether others than its owner see it.
    pub shared: bool,
    /// Words that lists are filtered by.
    pub facets: Vec<String>,
    /// Everything that was written, JSON.
    pub document: String,
}

impl NewSaved {
    /// The words as they are stored, each between spaces.
    pub(crate) fn facets_text(&self) -> String {
        format!(" {} ", self.facets.join(" "))
    }
}

/// A saved document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRecord {
    /// Its id, with the prefix of its kind.
    pub id: String,
    /// Rises by one with every edit.
    pub version: u64,
    /// The key that made it.
    pub owner: String,
    /// Whether others see it.
    pub shared: bool,
    /// Everything that was written, JSON.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The columns of a [`SavedRecord`], in its order.
macro_rules! saved_columns {
    () => {
        "id, version, owner, shared, document, created_at, updated_at"
    };
}

pub(crate) use saved_columns;

impl SavedRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            version: row.unsigned()?,
            owner: row.text()?,
            shared: row.flag()?,
            document: row.text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}
