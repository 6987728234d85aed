//! Products that quotes asked for lately, present and absent ones, so that a quote asks the store nothing twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;

use super::product::Product;

/// How many products are remembered.
const CAPACITY: usize = 100_000;

/// Products by id; `None` is remembered too: the store does not know it.
pub(crate) struct ProductCache {
    entries: Cache<String, Option<Arc<Product>>>,
    /// Rises with every change, so that an answer read before a change is not remembered after it.
    epoch: AtomicU64,
}

impl Default for ProductCache {
    fn default() -> Self {
        Self { entries: Cache::new(CAPACITY), epoch: AtomicU64::new(0) }
    }
}

impl ProductCache {
    /// The product; `None`: not remembered, ask the store.
    pub(crate) fn get(&self, id: &str) -> Option<Option<Arc<Product>>> {
        self.entries.get(id)
    }

    /// To be asked before the store is.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Remembers what the store said, unless something changed since `epoch`.
    pub(crate) fn remember(&self, id: &str, product: Option<Arc<Product>>, epoch: u64) {
        if self.epoch() == epoch {
            self.entries.insert(id.to_owned(), product);
            // A change between the question and the insert: better to ask again.
            if self.epoch() != epoch {
                self.entries.remove(id);
            }
        }
    }

    /// Forgets all products: another process may have changed any of them.
    pub(crate) fn forget_all(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.entries.clear();
    }

    /// Forgets a product that was changed.
    pub(crate) fn forget(&self, id: &str) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.entries.remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let cache = ProductCache::default();
        let epoch = cache.epoch();
        cache.remember("a", None, epoch);
        assert_eq!(cache.get("a"), Some(None));
        cache.forget("a");
        assert_eq!(cache.get("a"), None);
        cache.remember("a", None, epoch);
        assert_eq!(cache.get("a"), None, "the epoch has passed");
        cache.remember("a", None, cache.epoch());
        cache.forget_all();
        assert_eq!(cache.get("a"), None);
    }
}
