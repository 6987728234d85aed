//! What a person may do: a role stands for scopes of the API, so that a page can do what a key with them can.

use crate::caller::{Scope, Scopes};

/// A part of the work that a person may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks at coupons and codes. Everybody with an account has it.
    View,
    /// Writes coupons that are not in force.
    Edit,
    /// Puts coupons in force, changes and stops them.
    Publish,
    /// Makes codes and gives coupons to customers.
    Distribute,
    /// Looks at uses and takes them back.
    Risk,
    /// Deletes archived coupons for good.
    Delete,
}

impl Role {
    /// Every role, in the order of the pages.
    pub const ALL: [Self; 6] = [Self::View, Self::Edit, Self::Publish, Self::Distribute, Self::Risk, Self::Delete];

    /// The name in records and answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Edit => "edit",
            Self::Publish => "publish",
            Self::Distribute => "distribute",
            Self::Risk => "risk",
            Self::Delete => "delete",
        }
    }

    /// Reads a role by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::View => &[Scope::Quotes, Scope::CouponsRead, Scope::CodesRead],
            Self::Edit | Self::Publish => &[Scope::CouponsWrite],
            Self::Distribute => &[Scope::CodesWrite, Scope::Claims],
            Self::Risk => &[Scope::Redemptions],
            Self::Delete => &[Scope::CouponsDelete],
        }
    }
}

/// The scopes of a person with these roles.
pub(crate) fn scopes_of(is_owner: bool, roles: &[Role]) -> Scopes {
    if is_owner {
        return Scopes::all();
    }
    let scopes = roles.iter().chain(&[Role::View]).flat_map(|role| role.scopes()).copied().collect::<Scopes>();
    if roles.contains(&Role::Publish) { scopes } else { scopes.without_publishing() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_by_their_names() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
        assert_eq!(Role::parse("owner"), None);
    }

    #[test]
    fn a_role_stands_for_its_scopes_and_no_others() {
        let names = |roles: &[Role]| scopes_of(false, roles).names();
        assert_eq!(names(&[]), ["quotes", "coupons:read", "codes:read"]);
        assert_eq!(names(&[Role::Edit]), ["quotes", "coupons:read", "coupons:write", "codes:read"]);
        assert!(!scopes_of(false, &[Role::Edit]).publishes());
        assert!(scopes_of(false, &[Role::Edit, Role::Publish]).publishes());
        assert!(!scopes_of(false, &Role::ALL).holds(Scope::Keys), "accounts and keys are the owner's");
        assert_eq!(scopes_of(true, &[]), Scopes::all());
    }
}
