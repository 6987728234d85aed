//! Answers of `/healthz` and `/readyz`.

use utoipa::ToSchema;

/// The process answers.
#[derive(ToSchema)]
pub(crate) struct Alive {
    /// Always `alive`.
    status: String,
}

/// Whether the product can do its work, and which promise is broken if not.
#[derive(ToSchema)]
pub(crate) struct Health {
    /// The process answers.
    alive: bool,
    /// Quotes and reads work.
    ready_to_read: bool,
    /// Mutations work.
    ready_to_write: bool,
    /// Broken promises by name.
    broken: Vec<BrokenPromise>,
}

/// A promise that does not hold now.
#[derive(ToSchema)]
pub(crate) struct BrokenPromise {
    /// Stable name.
    name: String,
    /// What is wrong and the way out.
    detail: String,
}
