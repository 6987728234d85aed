//! What came of writing what may be there already.

/// What came of writing one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Created,
    /// It was there and is now as given.
    Replaced,
    /// It was there as given. Nothing was written.
    Unchanged,
}

impl Put {
    /// Of the revision that was written, if any was.
    pub(crate) fn of_revision(revision: Option<i64>) -> Self {
        match revision {
            Some(1) => Self::Created,
            Some(_) => Self::Replaced,
            None => Self::Unchanged,
        }
    }
}
