//! Whether the product can do its work.

use serde::Serialize;

use crate::start::App;

/// Whether the product can do its work, and which promise is broken if not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// The process answers.
    pub alive: bool,
    /// Quotes and reads work.
    pub ready_to_read: bool,
    /// Mutations work.
    pub ready_to_write: bool,
    /// Broken promises by name.
    pub broken: Vec<BrokenPromise>,
}

/// A promise that does not hold now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenPromise {
    /// Stable name.
    pub name: String,
    /// What is wrong and the way out.
    pub detail: String,
}

impl App {
    /// Checks what every promise rests on.
    pub async fn check_health(&self) -> Health {
        match self.inner.store.readiness().await {
            Ok(checks) => {
                let broken: Vec<_> = checks
                    .into_iter()
                    .filter(|check| !check.ok)
                    .map(|check| BrokenPromise { name: check.name.to_string(), detail: check.detail })
                    .collect();
                Health { alive: true, ready_to_read: true, ready_to_write: broken.is_empty(), broken }
            }
            Err(error) => {
                let broken = vec![BrokenPromise { name: "database".to_owned(), detail: error.to_string() }];
                Health { alive: true, ready_to_read: false, ready_to_write: false, broken }
            }
        }
    }
}
