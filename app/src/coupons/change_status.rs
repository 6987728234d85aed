//! `POST /v1/coupons/{id}/enable | pause | archive`: changes a coupon's status, which is a version too.

use tessera_engine::coupon::Status;
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_engine::{Terms, from_json};

use super::update_coupon::EditOf;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::Mutation;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Puts a coupon in force within its dates and limits. Again: the same answer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `coupon_incomplete`, `version_conflict`, `unavailable`.
    pub async fn enable_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        self.change_status("enable_coupon", mutation, id, "enabled", Status::Enabled).await
    }

    /// Stops a coupon for now. Once this has answered, no quote and no redemption uses it.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `version_conflict`, `unavailable`.
    pub async fn pause_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        self.change_status("pause_coupon", mutation, id, "paused", Status::Paused).await
    }

    /// Puts a coupon away. Its redemptions stay. The body may say that its first code is free for another coupon.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `unavailable`.
    pub async fn archive_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let ArchiveCoupon { free_code } = read_archive(&mutation.body)?;
        let kind = EditOf::new("archive_coupon", "archived");
        self.edit_coupon(kind, mutation, id, move |terms| {
            let code = if free_code { None } else { terms.code.clone() };
            Ok(Terms { status: Status::Archived, code, ..terms.clone() })
        })
        .await
    }

    async fn change_status(
        &self,
        action: &'static str,
        mutation: Mutation,
        id: &str,
        change: &'static str,
        status: Status,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let kind = EditOf::new(action, change);
        self.edit_coupon(kind, mutation, id, move |terms| Ok(Terms { status, ..terms.clone() })).await
    }
}

/// The body of `POST /v1/coupons/{id}/archive`.
#[derive(Default)]
struct ArchiveCoupon {
    /// Whether the coupon's first code is voided, so that another coupon can have it.
    free_code: bool,
}

impl Decode for ArchiveCoupon {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let free_code = object.optional("free_code", errors, Node::bool).unwrap_or_default();
        object.finish(errors);
        Some(Self { free_code })
    }
}

fn read_archive(body: &[u8]) -> Result<ArchiveCoupon, Problem> {
    if body.is_empty() { Ok(ArchiveCoupon::default()) } else { Ok(from_json(body)?) }
}
