//! Sends events to endpoints.
//!
//! An endpoint gets its events one after another in their order, so that those of one aggregate never overtake each other;
//! one that is not taken is sent again, later and later, and the others wait behind it. Endpoints wait for nobody but
//! themselves. A lease keeps two nodes from sending the same at the same time; sent twice it may be all the same, with
//! the same id.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tessera_store::changes::EventRecord;
use tessera_store::webhooks::{self, Outcome, WebhookRecord};
use tokio::task::JoinSet;

use super::courier::{Courier, Parcel};
use super::signature::sign;
use super::view::webhook_change;
use crate::change::By;
use crate::events::EventView;
use crate::problem::Problem;
use crate::start::App;

/// How often it is looked for what is to be sent.
const LOOK: Duration = Duration::from_secs(1);

/// Endpoints that are sent to at the same time.
const AT_ONCE: u32 = 32;

/// Events read at a time.
const PAGE: u32 = 50;

/// How long a node has an endpoint without a sign of life: more than one attempt takes.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Seconds until an event is sent again; the last for all further attempts.
const AGAIN_AFTER: [i64; 9] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800];

/// An endpoint that took nothing for so long is disabled.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);

/// `410 Gone`: the endpoint wants nothing any more.
const GONE: u16 = 410;

/// The longest error that is kept, in characters.
const LONGEST_ERROR: usize = 200;

impl App {
    /// Sends events until the task that holds it ends.
    pub async fn deliver_webhooks(&self, courier: Arc<dyn Courier>) {
        let mut running = JoinSet::new();
        loop {
            while running.try_join_next().is_some() {}
            let free = AT_ONCE.saturating_sub(u32::try_from(running.len()).unwrap_or(AT_ONCE));
            if let Err(problem) = self.begin_deliveries(&courier, free, &mut running).await {
                tracing::warn!(detail = %problem.detail, "what is to be sent could not be looked for; trying again");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Sends what is due now, and ends when that is done. What [`App::deliver_webhooks`] does once a second.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn deliver_due_webhooks(&self, courier: Arc<dyn Courier>) -> Result<(), Problem> {
        let mut running = JoinSet::new();
        self.begin_deliveries(&courier, AT_ONCE, &mut running).await?;
        while running.join_next().await.is_some() {}
        Ok(())
    }

    async fn begin_deliveries(
        &self,
        courier: &Arc<dyn Courier>,
        most: u32,
        running: &mut JoinSet<()>,
    ) -> Result<(), Problem> {
        self.seal().await?;
        let due = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { webhooks::list_due(tx, most).await.map_err(Problem::from) }));
        for id in due.await? {
            let (app, courier) = (self.clone(), Arc::clone(courier));
            running.spawn(async move {
                if let Err(problem) = app.deliver_to(&id, courier.as_ref()).await {
                    tracing::warn!(webhook_id = %id, detail = %problem.detail, "an endpoint could not be served; trying again");
                }
            });
        }
        Ok(())
    }

    /// Sends an endpoint what it is to get, until there is nothing more or it does not take it.
    async fn deliver_to(&self, id: &str, courier: &dyn Courier) -> Result<(), Problem> {
        let wanted = id.to_owned();
        let leased = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let until = tx.now() + LEASE;
                webhooks::lease_webhook(tx, &wanted, until).await.map_err(Problem::from)
            })
        });
        let Some(mut webhook) = leased.await? else { return Ok(()) };
        loop {
            let after = webhook.position;
            let events = self.inner.store.read(move |tx| {
                Box::pin(async move { webhooks::read_events_after(tx, after, PAGE).await.map_err(Problem::from) })
            });
            let events = events.await?;
            let Some(last) = events.last().map(|event| event.position) else { return Ok(()) };
            let is_all = events.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            for event in events {
                let position = event.position;
                if !webhook.types.is_empty() && !webhook.types.contains(&event.kind) {
                    continue;
                }
                let sent = courier.deliver(parcel(&webhook, event, self.inner.clock.now())?).await;
                let goes_on = matches!(sent, Ok(200..=299));
                // What it is not sent goes with what it took; after a failure it begins again with the same event.
                let reached = if goes_on { position } else { position - 1 };
                if !self.note(&mut webhook, reached, Some(&sent), goes_on && position < last).await? || !goes_on {
                    return Ok(());
                }
            }
            if webhook.position < last && !self.note(&mut webhook, last, None, !is_all).await? {
                return Ok(());
            }
            if is_all {
                return Ok(());
            }
        }
    }

    /// Notes what came of an attempt; answers whether the endpoint is still ours to send to.
    async fn note(
        &self,
        webhook: &mut WebhookRecord,
        position: u64,
        sent: Option<&Result<u16, String>>,
        keeps_lease: bool,
    ) -> Result<bool, Problem> {
        let mut jitter = [0];
        self.inner.randomness.fill(&mut jitter);
        let (before, sent, recorder) = (webhook.clone(), sent.cloned(), self.inner.recorder.clone());
        let noted = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let outcome = outcome(&before, position, sent, tx.now(), jitter[0], keeps_lease);
                let is_ours = webhooks::note_delivery(tx, &before.id, &outcome).await?;
                if is_ours && outcome.state == "disabled" {
                    tracing::warn!(webhook_id = %before.id, "an endpoint is disabled");
                    let now = WebhookRecord { state: "disabled".to_owned(), ..before };
                    let told = webhook_change("webhook.disabled", &now);
                    recorder.record(tx, &By::program("deliver_webhooks"), vec![told], None).await?;
                }
                Ok::<_, Problem>((is_ours, outcome))
            })
        });
        let (is_ours, outcome) = noted.await?;
        webhook.position = outcome.position;
        outcome.state.clone_into(&mut webhook.state);
        (webhook.attempts, webhook.failing_since) = (outcome.attempts, outcome.failing_since);
        // What is noted next, without an attempt, leaves the answer of this one.
        (webhook.last_status, webhook.last_error) = (outcome.last_status, outcome.last_error);
        Ok(is_ours)
    }
}

/// What is noted of an attempt, or of events that are none of the endpoint's.
fn outcome(
    before: &WebhookRecord,
    position: u64,
    sent: Option<Result<u16, String>>,
    now: Timestamp,
    jitter: u8,
    keeps_lease: bool,
) -> Outcome {
    let mut outcome = Outcome {
        from: before.position,
        position: position.max(before.position),
        state: if before.attempts > 0 { "failing" } else { "active" },
        attempts: before.attempts,
        failing_since: before.failing_since,
        next_at: before.next_at,
        last_at: sent.as_ref().map(|_| now),
        last_status: before.last_status,
        last_error: before.last_error.clone(),
        leased_until: if keeps_lease { now + LEASE } else { now },
    };
    let Some(sent) = sent else { return outcome };
    outcome.last_status = sent.as_ref().ok().map(|status| u64::from(*status));
    outcome.last_error = match &sent {
        Ok(200..=299) => None,
        Ok(status) => Some(format!("answered {status}")),
        Err(why) => Some(why.chars().take(LONGEST_ERROR).collect()),
    };
    if outcome.last_error.is_none() {
        (outcome.state, outcome.attempts, outcome.failing_since, outcome.next_at) = ("active", 0, None, now);
        return outcome;
    }
    let since = before.failing_since.unwrap_or(now);
    let gives_up = sent == Ok(GONE) || now.duration_since(since) >= GIVE_UP_AFTER;
    outcome.state = if gives_up { "disabled" } else { "failing" };
    outcome.attempts = before.attempts.saturating_add(1);
    (outcome.failing_since, outcome.next_at) = (Some(since), now + again_after(before.attempts, jitter));
    outcome
}

/// How long until the next attempt after so many before it: a fifth more or less at random, so that endpoints that failed
/// together do not come back together.
fn again_after(attempts: u32, jitter: u8) -> SignedDuration {
    let step = usize::try_from(attempts).unwrap_or(usize::MAX).min(AGAIN_AFTER.len() - 1);
    SignedDuration::from_millis(AGAIN_AFTER[step] * (8_000 + i64::from(jitter) * 4_000 / 255) / 10)
}

/// The event with its signatures.
fn parcel(webhook: &WebhookRecord, event: EventRecord, now: Timestamp) -> Result<Parcel, Problem> {
    let (id, timestamp) = (event.id.clone(), now.as_second());
    let body = serde_json::to_vec(&EventView::of(event)?).expect("an event serialises");
    let mut signatures = sign(&webhook.secret, &id, timestamp, &body);
    if let Some((previous, until)) = &webhook.previous_secret
        && now < *until
    {
        signatures.push(' ');
        signatures.push_str(&sign(previous, &id, timestamp, &body));
    }
    let headers =
        vec![("webhook-id", id), ("webhook-timestamp", timestamp.to_string()), ("webhook-signature", signatures)];
    Ok(Parcel { url: webhook.url.clone(), headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_sent_again_later_and_later() {
        assert_eq!(again_after(0, 0), SignedDuration::from_secs(4));
        assert_eq!(again_after(0, 255), SignedDuration::from_secs(6));
        assert_eq!(again_after(8, 0), again_after(1_000, 0));
        for attempts in 0..8 {
            assert!(again_after(attempts, 255) < again_after(attempts + 1, 0), "{attempts}");
        }
    }
}
