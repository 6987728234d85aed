//! A category as it is written and shown.

use serde::Serialize;
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_store::categories::CategoryRecord;

/// The body of `PUT /v1/categories/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// Display name.
    pub name: Option<String>,
    /// The category it is in; none: a root.
    pub parent_id: Option<String>,
}

impl Decode for Category {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let name = object.optional("name", errors, |node, errors| node.name(errors));
        let parent_id = object.optional("parent_id", errors, |node, errors| node.name(errors));
        object.finish(errors);
        Some(Self { name, parent_id })
    }
}

impl Decode for CategoryView {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let id = object.required("id", errors, Node::name);
        let name = object.optional("name", errors, Node::name);
        let parent_id = object.optional("parent_id", errors, Node::name);
        object.finish(errors);
        Some(Self { id: id?, name, parent_id })
    }
}

/// A category as answers show it and a bulk call sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CategoryView {
    /// The merchant's id.
    pub id: String,
    /// Display name.
    pub name: Option<String>,
    /// The category it is in.
    pub parent_id: Option<String>,
}

impl From<CategoryRecord> for CategoryView {
    fn from(record: CategoryRecord) -> Self {
        Self { id: record.id, name: record.name, parent_id: record.parent_id }
    }
}
