//! People who sign in to the admin pages: who they are and what they may do.

mod change_password;
mod create_user;
mod draw_password;
mod list_users;
mod name_actors;
mod password;
mod prove_password;
mod request;
mod role;
mod set_up;
mod update_user;
mod view;

pub use name_actors::ActorNames;
pub(crate) use password::Passwords;
pub(crate) use request::email_of;
pub use request::{NewUser, UserChange};
pub use role::Role;
pub(crate) use set_up::Setup;
pub(crate) use update_user::OWNERS;
pub use view::UserView;
