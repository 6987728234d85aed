//! The part of a coupon's terms that a claim freezes. `docs/MODEL.md` 9.6.

use super::Terms;
use crate::decode::{Errors, Node};

/// Members of a coupon that a claim freezes.
const FROZEN: [&str; 5] = ["benefits", "conditions", "validity", "stacking", "renewals"];

/// Terms as they were when a coupon was claimed: benefits, conditions, validity, stacking and renewals. A member that
/// was left out is as it is now; everything else always is.
#[derive(Clone, Debug, PartialEq)]
pub struct FrozenTerms {
    terms: Terms,
    named: [bool; FROZEN.len()],
}

impl FrozenTerms {
    /// Reads the body of a coupon of which any member may be left out, `name` too.
    pub fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let named = FROZEN.map(|member| object.has(member) || object.is_null(member));
        let terms = Terms::decode_partly(&mut object, errors);
        object.finish(errors);
        Some(Self { terms, named })
    }

    /// All of a coupon's terms.
    #[must_use]
    pub fn of(terms: Terms) -> Self {
        Self { terms, named: [true; FROZEN.len()] }
    }

    /// The terms a claim has: these, and for the rest those of now.
    #[must_use]
    pub fn over(&self, live: &Terms) -> Terms {
        let [benefits, conditions, validity, stacking, renewals] = self.named;
        let mut terms = live.clone();
        if benefits {
            terms.benefits.clone_from(&self.terms.benefits);
        }
        if conditions {
            terms.conditions.clone_from(&self.terms.conditions);
        }
        if validity {
            terms.validity = self.terms.validity.clone();
        }
        if stacking {
            terms.stacking = self.terms.stacking.clone();
        }
        if renewals {
            terms.renewals = self.terms.renewals;
        }
        terms
    }
}
