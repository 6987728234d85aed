//! What handlers take from a request, each refused with a problem of the contract.

mod body;
mod mutation;
mod path_id;
mod query;
mod table;

pub(crate) use body::{BATCH_LIMIT, JsonBody, QueriedBody};
pub(crate) use mutation::{MutationRequest, QueriedMutation, or_nothing};
pub(crate) use path_id::{PathId, PathIds, PathVersion};
pub(crate) use query::{Query, refuse_query};
pub(crate) use table::{TableMutation, drain};
