//! Who calls: an API key with what it may do.

use std::fmt;
use std::sync::Arc;

use crate::problem::{ErrorCode, Problem};
use crate::tokens::Shopper;

/// Builds [`Scope`] from one list.
macro_rules! scopes {
    ($($variant:ident $name:literal $meaning:literal;)+) => {
        /// A right a secret key can carry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Scope { $(#[doc = $meaning] $variant,)+ }

        impl Scope {
            /// All scopes, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in the contract.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it allows.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }
        }
    };
}

scopes! {
    Quotes "quotes" "Price carts.";
    Redemptions "redemptions" "Hold, place, read, change and cancel orders with their redemptions.";
    Refunds "refunds" "Refund orders.";
    CouponsRead "coupons:read" "Read coupons, campaigns, templates, views and baskets.";
    CouponsWrite "coupons:write" "Create and change coupons, with their first codes, campaigns, templates, views and baskets.";
    CouponsDelete "coupons:delete" "Delete archived coupons for good.";
    CodesRead "codes:read" "Read codes and balances.";
    CodesWrite "codes:write" "Create and void further codes and change balances.";
    Customers "customers" "Read and write customers and segments.";
    Catalogue "catalogue" "Read and write products and categories.";
    Claims "claims" "Claim coupons and read wallets.";
    Settings "settings" "Read and write settings and messages.";
    Webhooks "webhooks" "Manage webhooks and read events.";
    Audit "audit" "Read the audit log.";
    Keys "keys" "Manage API keys and accounts.";
}

impl Scope {
    /// Reads a scope by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.name() == name)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u32);

impl Scopes {
    /// No scope of the contract: what a person is kept from.
    const NOT_PUBLISHING: u32 = 1 << 31;

    /// Every scope: a full-rights key.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.iter().copied().collect()
    }

    /// The same of a person who may change coupons, but none that is in force, and may put none in force.
    #[must_use]
    pub(crate) const fn without_publishing(self) -> Self {
        Self(self.0 | Self::NOT_PUBLISHING)
    }

    /// Whether what is in force may be changed with it.
    #[must_use]
    pub const fn publishes(self) -> bool {
        self.0 & Self::NOT_PUBLISHING == 0
    }

    /// Whether a scope is in the set.
    #[must_use]
    pub const fn holds(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// The names, in the order of the manual.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        Scope::ALL.iter().copied().filter(|scope| self.holds(*scope)).map(Scope::name).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | 1 << scope as u8))
    }
}

/// Secret keys stay on a shop's server, publishable keys may stand in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// `sk_...`: carries scopes.
    Secret,
    /// `pk_...`: may only do what a shopper's browser may.
    Publishable,
}

impl KeyKind {
    /// The name in records and answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Publishable => "publishable",
        }
    }
}

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// `key_...`, or `usr_...` of a person; part of the scope of an idempotency key.
    pub key_id: Arc<str>,
    /// Secret or publishable.
    pub kind: KeyKind,
    /// What a secret key may do.
    pub scopes: Scopes,
    /// Who shops, where a browser calls with a publishable key.
    pub shopper: Option<Arc<Shopper>>,
}

impl Caller {
    /// The program itself: the command line and the demo.
    #[must_use]
    pub fn program() -> Self {
        Self { key_id: Arc::from("program"), kind: KeyKind::Secret, scopes: Scopes::all(), shopper: None }
    }

    /// Refuses a caller without a scope.
    ///
    /// # Errors
    /// `publishable_key` or `scope_missing`.
    pub fn require(&self, scope: Scope) -> Result<(), Problem> {
        if self.kind == KeyKind::Publishable {
            return Err(Problem::of(ErrorCode::PublishableKey));
        }
        if !self.scopes.holds(scope) {
            return Err(Problem::new(ErrorCode::ScopeMissing, format!("The key lacks the scope `{scope}`.")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_do_what_its_scopes_say_and_no_more() {
        let caller = Caller { scopes: [Scope::Quotes].into_iter().collect(), ..Caller::program() };
        assert!(caller.require(Scope::Quotes).is_ok());
        assert_eq!(caller.require(Scope::CouponsWrite).unwrap_err().error, ErrorCode::ScopeMissing);
        let publishable = Caller { kind: KeyKind::Publishable, scopes: Scopes::all(), ..caller };
        assert_eq!(publishable.require(Scope::Quotes).unwrap_err().error, ErrorCode::PublishableKey);
        assert_eq!(Scopes::all().names().len(), Scope::ALL.len());
    }
}
