//! `PUT` and `DELETE /v1/segments/{id}/members`: takes customers into a static segment, or out of it.

use serde_json::json;
use tessera_store::segments::{self, MembersChange};

use super::changes::members_changed;
use super::members::Members;
use super::read_segment::not_found;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Takes customers into a static segment. Who is in it already stays; the store need not know the customers.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `segment_is_dynamic`, `unavailable`.
    pub async fn add_segment_members(&self, mutation: Mutation, id: &str, members: Members) -> Result<Answer, Problem> {
        self.change_members("add_segment_members", mutation, id, members, MembersChange::Add).await
    }

    /// Takes customers out of a static segment. Who is not in it is passed over.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `segment_is_dynamic`, `unavailable`.
    pub async fn remove_segment_members(
        &self,
        mutation: Mutation,
        id: &str,
        members: Members,
    ) -> Result<Answer, Problem> {
        self.change_members("remove_segment_members", mutation, id, members, MembersChange::Remove).await
    }

    /// [`App::add_segment_members`] for one customer.
    ///
    /// # Errors
    /// Those of [`App::add_segment_members`].
    pub async fn add_segment_member(&self, mutation: Mutation, id: &str, customer_id: &str) -> Result<Answer, Problem> {
        self.change_members("add_segment_member", mutation, id, Members::one(customer_id), MembersChange::Add).await
    }

    /// [`App::remove_segment_members`] for one customer.
    ///
    /// # Errors
    /// Those of [`App::remove_segment_members`].
    pub async fn remove_segment_member(
        &self,
        mutation: Mutation,
        id: &str,
        customer_id: &str,
    ) -> Result<Answer, Problem> {
        self.change_members("remove_segment_member", mutation, id, Members::one(customer_id), MembersChange::Remove)
            .await
    }

    async fn change_members(
        &self,
        action: &'static str,
        mutation: Mutation,
        id: &str,
        members: Members,
        change: MembersChange,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = id.to_owned();
        self.mutate(action, mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let segment = segments::read_segment(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                if segment.conditions.is_some() {
                    return Err(Problem::of(ErrorCode::SegmentIsDynamic));
                }
                let changed = segments::change_members(tx, &id, &members.customer_ids, change).await?;
                let kind = match change {
                    MembersChange::Add => "segment.members_added",
                    MembersChange::Remove => "segment.members_removed",
                };
                let told = members_changed(kind, &id, &changed);
                Ok(Answer::json(200, &json!({ "id": id, "changed": changed.len() }))?.telling(told))
            })
        })
        .await
    }
}
