//! Templates: drafts of coupons in one call, built in and the team's own.

mod create_template;
mod delete_template;
mod duplicate_template;
mod fill;
mod goal;
mod input;
mod list_templates;
mod locked;
mod preset;
mod read_template;
mod request;
mod template;
mod update_template;
mod use_template;
mod view;

pub use goal::Goal;
pub(crate) use locked::refuse_by_template;
pub use request::{DuplicateRequest, NewTemplate, UseRequest};
pub use view::{Shown, TemplateView};
