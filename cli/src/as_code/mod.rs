//! Coupons as code: a YAML file says what there is to be, a plan says what differs, and the plan is done over HTTP.

pub(crate) mod api;
pub(crate) mod difference;
pub(crate) mod file;
pub(crate) mod plan;
