//! A view of a list, as the team keeps it.

use serde::Serialize;
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_store::saved::SavedKind;

use crate::ids::IdKind;
use crate::saved::Saved;

/// Longest query of a view, in characters.
const QUERY: usize = 2_000;

/// Columns of a view at most.
const COLUMNS: usize = 100;

/// A list that has views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// `GET /v1/coupons`.
    Coupons,
    /// The codes of a coupon.
    Codes,
    /// `GET /v1/redemptions`.
    Redemptions,
    /// `GET /v1/customers`.
    Customers,
    /// `GET /v1/campaigns`.
    Campaigns,
}

impl List {
    /// All of them, each with its word.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("coupons", Self::Coupons),
        ("codes", Self::Codes),
        ("redemptions", Self::Redemptions),
        ("customers", Self::Customers),
        ("campaigns", Self::Campaigns),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, list)| *list == self).map_or("", |(word, _)| word)
    }
}

/// A view of a list. Serialised it is what a merge patch applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// What the team calls it.
    pub name: String,
    /// Of which list.
    pub list: List,
    /// What is asked of the list, as the query of its URL, such as `state=active&sort=ends_at`.
    pub query: Option<String>,
    /// The columns that are shown, in their order; none: the usual ones.
    pub columns: Vec<String>,
    /// Whether others than the key that made it see it.
    pub shared: bool,
}

impl Decode for ListView {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let name = object.required("name", errors, Node::name);
        let list = object.required("list", errors, |node, errors| node.word(&List::WORDS, errors));
        let query = object.optional("query", errors, |node, errors| node.prose(QUERY, errors));
        let columns = object.optional("columns", errors, |node, errors| node.names(COLUMNS, errors));
        let shared = object.optional("shared", errors, Node::bool);
        object.finish(errors);
        Some(Self {
            name: name?,
            list: list?,
            query: query.filter(|query| !query.is_empty()),
            columns: columns.unwrap_or_default(),
            shared: shared.unwrap_or_default(),
        })
    }
}

impl Saved for ListView {
    const KIND: SavedKind = SavedKind::View;
    const ID: IdKind = IdKind::View;
    const NOUN: &'static str = "view";
    const EVENTS: [&'static str; 3] = ["view.created", "view.updated", "view.deleted"];

    fn facets(&self) -> Vec<String> {
        vec![self.list.word().to_owned()]
    }

    fn is_shared(&self) -> bool {
        self.shared
    }
}
