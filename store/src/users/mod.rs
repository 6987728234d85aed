//! People who sign in to the admin pages.

pub(crate) mod find_user;
pub(crate) mod insert_user;
pub(crate) mod list_users;
mod record;
pub(crate) mod update_user;

pub use find_user::{find_user_by_email, has_users, read_user};
pub use insert_user::insert_user;
pub use list_users::{count_owners, list_users};
pub use record::UserRecord;
pub(crate) use record::user_columns;
pub use update_user::update_user;
