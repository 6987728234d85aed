//! What handlers take from a request, each refused with a problem of the contract.

mod body;
mod mutation;
mod path_id;
mod query;

pub(crate) use body::{BATCH_LIMIT, JsonBody};
pub(crate) use mutation::MutationRequest;
pub(crate) use path_id::{PathId, PathIds};
pub(crate) use query::{Query, refuse_query};
