//! The one table of errors, and the problem a caller is told. RFC 9457; HTTP contract, "Conventions".

use serde::Serialize;
use serde_json::{Map, Value};
use tessera_engine::decode::{DecodeError, FieldError};
use tessera_store::StoreError;

use crate::planted;

/// Builds [`ErrorCode`] from one table: variant, code, status, title, what it means and the way out.
macro_rules! error_codes {
    ($($variant:ident $code:literal $status:literal $title:literal $meaning:literal;)+) => {
        /// Every error the outside can meet. The code is stable; programs may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorCode {
            $(#[doc = $meaning] $variant,)+
        }

        impl ErrorCode {
            /// All codes, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// The title, the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What it means and the way out.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }
        }
    };
}

error_codes! {
    MalformedJson "malformed_json" 400 "The body is not JSON" "The body could not be read as JSON. `detail` names the line and column.";
    DuplicateMember "duplicate_member" 400 "A member stands twice" "A JSON object holds the same member twice. Send each member once.";
    InvalidQuery "invalid_query" 400 "A query parameter is wrong" "A query parameter is unknown, stands twice or has a value it cannot have. `detail` names it.";
    InvalidCursor "invalid_cursor" 400 "The cursor is not one of ours" "Send `next_cursor` of the previous answer unchanged, or none.";
    IdempotencyKeyMissing "idempotency_key_missing" 400 "Idempotency-Key is required" "Send a header `Idempotency-Key` of 1 to 255 visible ASCII characters, new for each intent.";
    IdempotencyKeyInvalid "idempotency_key_invalid" 400 "Idempotency-Key is malformed" "The header `Idempotency-Key` must stand once, with 1 to 255 visible ASCII characters.";
    IfMatchInvalid "if_match_invalid" 400 "If-Match is malformed" "The header `If-Match` must stand once, with one `ETag` of this API such as `\"v3\"`, or `*`.";
    KeyMissing "key_missing" 401 "No API key" "Send `Authorization: Bearer <key>`. Keys are made with `tessera keys create`.";
    KeyUnknown "key_unknown" 401 "The API key is not known" "The key is wrong or was revoked. Make another with `tessera keys create`.";
    SignInRefused "sign_in_refused" 401 "Not signed in" "The e-mail and the password do not belong together, or the account is switched off.";
    SecondStepRefused "second_step_refused" 401 "The code is not right" "The code is not the authenticator's of now, was used before, or is no recovery code of the account.";
    CustomerTokenMissing "customer_token_missing" 401 "No customer token" "With a publishable key this call needs to know whose it is: send the header `Tessera-Customer` with a token whose `sub` is the account, signed by your shop's server.";
    CustomerTokenInvalid "customer_token_invalid" 401 "The customer token is not believed" "`detail` says what is wrong with the token in `Tessera-Customer`, `reason` in a word: `malformed`, `algorithm`, `signature`, `claims`, `audience` or `lifetime`.";
    CustomerTokenExpired "customer_token_expired" 401 "The customer token is over" "Ask your shop's server for another. A token lasts 24 hours at most.";
    SetupRefused "setup_refused" 403 "The shop cannot be set up with this" "The first account is made with the link that the server prints when it starts, and only once.";
    ScopeMissing "scope_missing" 403 "The key may not do this" "The key lacks the scope that `detail` names.";
    PublishableKey "publishable_key" 403 "Not with a publishable key" "A publishable key may only do what a shopper's browser may. Use a secret key from your server.";
    CustomerTokenOther "customer_token_other" 403 "The token is another customer's" "With a publishable key a customer reaches their own account alone: say `me`, or the `sub` of the token.";
    NotFound "not_found" 404 "There is no such resource" "The id in the path is not known.";
    PathUnknown "path_unknown" 404 "There is no such path" "The path is not part of the contract. `/docs` lists all.";
    MethodNotAllowed "method_not_allowed" 405 "Not with this method" "The path knows other methods; the header `Allow` lists them.";
    OrderUnknown "order_unknown" 404 "There is no such order" "No order of this id was placed. A reservation is an order only once it is committed.";
    RequestInProgress "request_in_progress" 409 "The first request with this key is still running" "Wait and send it again with the same `Idempotency-Key`.";
    CodeTaken "code_taken" 409 "The code is taken" "Another coupon has a code that reads the same. Codes ignore case, spaces, dashes and underscores.";
    CouponArchived "coupon_archived" 409 "The coupon is archived" "An archived coupon is not changed. Restore it first, or run it again.";
    CouponNotArchived "coupon_not_archived" 409 "The coupon is not archived" "Archive it first. Only what is archived is restored or deleted.";
    CouponInUse "coupon_in_use" 409 "Something refers to the coupon" "Orders, reservations, claims or subscriptions have it. They keep their terms when it is deleted; `force=true` deletes it all the same.";
    CouponRunning "coupon_running" 409 "The coupon is not over" "Only a coupon that is over or paused is run again: expired, used up, archived or paused.";
    RunFollowed "run_followed" 409 "There is a later run" "The coupon was run again before. Run the last of its runs again.";
    NotConfirmed "not_confirmed" 409 "Not confirmed" "Repeat the name exactly as it stands, as `confirm` in the query, to confirm what cannot be undone.";
    TooLongForQr "too_long_for_qr" 409 "The link is too long for a QR code" "A QR code holds 2,953 bytes. Shorten the setting `storefront_url`.";
    CodesTooDense "codes_too_dense" 409 "The codes would be easy to guess" "Too many of the codes that the pattern can make would be in use. Ask for a greater `length` or a larger `alphabet`, or confirm with `confirm_dense: true`; `detail` has the numbers.";
    CouponIncomplete "coupon_incomplete" 409 "The coupon is not complete" "A coupon needs at least one benefit before it is enabled.";
    FieldLocked "field_locked" 409 "The template locks this" "The coupon's template keeps members as they are; `locked` holds their pointers. Leave them out, or change the template.";
    TemplateBuiltIn "template_built_in" 409 "The template is built in" "A built-in template is used and copied, not changed. Copy it with `POST /v1/templates/{id}/duplicate`.";
    TooManySaved "too_many_saved" 409 "There are as many as there may be" "1,000 of a kind are kept at most. Delete one first.";
    EmailTaken "email_taken" 409 "The address has an account" "Somebody signs in with this e-mail. Change that account, or take another address.";
    LastOwner "last_owner" 409 "The last owner stays" "A shop needs an owner who can sign in. Make another account an owner first.";
    CategoryCycle "category_cycle" 409 "The category would be its own ancestor" "Choose a parent that is not below this category.";
    DiscountNotAvailable "discount_not_available" 409 "A discount is not available" "A presented or held code gives nothing now; `rejected` says why. Nothing was changed. Leave it out, send `partial: true` where the body takes it, or agree to the total without it with `expected_total`; with a new `Idempotency-Key`.";
    TotalChanged "total_changed" 409 "The total is another one" "The total differs from `expected_total`; `quote` holds the new one. Nothing was changed. Agree to it with a new `Idempotency-Key`.";
    OrderAlreadyCommitted "order_already_committed" 409 "The order was placed already" "This order id was redeemed with another cart or other discounts.";
    ReservationExpired "reservation_expired" 409 "The reservation is past its time" "What it held is free again. Make a new reservation, or redeem at once.";
    ReservationReleased "reservation_released" 409 "The reservation was released" "What it held is free again. Make a new reservation, or redeem at once.";
    TooManyHolds "too_many_holds" 409 "The customer holds too many orders" "A customer holds 20 orders at a time at most. Release or commit one of the others, or wait until they expire.";
    RedemptionNotCommitted "redemption_not_committed" 409 "The redemption is not that of a placed order" "Only a redemption of an order that was placed is cancelled or has renewals to end. `detail` says what it is.";
    RenewalRecorded "renewal_recorded" 409 "The payment is recorded already" "Another order has this payment of the subscription. Send the next `renewal_number`, or that order again.";
    RedemptionIsPayment "redemption_is_payment" 409 "The redemption is a payment" "What a balance paid comes back with a refund or when the order is cancelled, not by itself.";
    BalanceTooLow "balance_too_low" 409 "Not so much is left" "What orders and reservations have of a balance cannot be taken off. `detail` says what is left.";
    CodeUnknown "code_unknown" 404 "The code is not known" "Nobody can claim with this code. Look at how it is spelled; case, spaces and dashes do not matter.";
    ClaimsExhausted "claims_exhausted" 409 "All claims are taken" "As many as there may be were claimed. Whoever runs the shop can raise `limits.claims_total`.";
    ClaimLimitReached "claim_limit_reached" 409 "The customer has as many as one may" "The customer claimed the coupon as often as `limits.claims_per_customer` allows.";
    AlreadyClaimed "already_claimed" 409 "It was claimed already" "The customer claimed with the code before, as `claim_id` says, or every use of it is taken by claims and by orders that have or hold it. A hold that ends gives its use back: ask again later, with a new idempotency key.";
    NotEligible "not_eligible" 409 "The customer cannot claim it now" "`reasons` says why: the coupon is not in force, or it is not for this customer. What depends on the cart is asked at checkout.";
    ClaimUsed "claim_used" 409 "An order has the claim" "What was used is not taken back. Cancel the redemption, then revoke the claim.";
    CodeVoid "code_void" 409 "The code is void" "Nobody can spend what is on a void code. Make another code.";
    SegmentKeyTaken "segment_key_taken" 409 "The key is taken" "Another segment has this key. Choose another word.";
    SegmentInUse "segment_in_use" 409 "The segment is in use" "Coupons or segments name it: `coupons` and `segments` hold the first of them. Take it out of their conditions, or archive them, first.";
    SegmentIsDynamic "segment_is_dynamic" 409 "The segment is dynamic" "Who is in it follows from its conditions. Change those, or make a static segment.";
    TooManySegments "too_many_segments" 409 "There are too many segments" "A store has 10,000 static and 1,000 dynamic segments at most. Delete one that is no longer used.";
    OrderIsPast "order_is_past" 409 "The order was placed elsewhere" "It was told with `POST /v1/orders/bulk` and is changed by telling it again, with another `status` or cart.";
    JobEnded "job_ended" 409 "The job has ended" "A job that is done or failed is not cancelled. What it made can be undone by other calls; `detail` says how it ended.";
    OrderEnded "order_ended" 409 "The order is over" "It was cancelled or wholly refunded. `detail` says which.";
    AlreadyRefunded "already_refunded" 409 "It came back before" "What is to come back did so before, or not so much is left. `detail` names it. Nothing was changed.";
    OrderRefunded "order_refunded" 409 "Part of the order was refunded" "An order of which something came back is not amended. Refund the rest and place another.";
    VersionConflict "version_conflict" 412 "Someone else was faster" "The resource was changed since the version in `If-Match`; `changed` holds the difference where it is kept. Read it again.";
    BodyTooLarge "body_too_large" 413 "The body is too large" "Send at most 1 MiB, 8 MiB to a path for many, 1 GiB as a table of codes; split what is larger into several requests.";
    MediaTypeUnsupported "media_type_unsupported" 415 "The body is of another kind by its header" "Send `Content-Type: application/json`, or `text/csv` where a table is sent.";
    InvalidTable "invalid_table" 422 "The table cannot be read" "It broke off, is empty, is not UTF-8, has no head or a column that nothing is known of. `detail` says which. Nothing was changed.";
    InvalidBody "invalid_body" 422 "The body is not what is meant here" "`errors` lists every fault with a pointer to the member, a code and the way out.";
    InvalidPath "invalid_path" 422 "An id in the path is malformed" "Ids have 1 to 255 characters and no control characters.";
    CartTokenMismatch "cart_token_mismatch" 422 "The cart is not the one that was signed" "`cart_sha256` of the token is not the SHA-256 of `cart` as it stands in the body, byte by byte. Send the text that your server signed, or ask it to sign the cart again.";
    IdempotencyKeyReused "idempotency_key_reused" 422 "The Idempotency-Key was used for another request" "Use a new key for a new intent.";
    ParentUnknown "parent_unknown" 422 "The parent category is not known" "Create the parent first.";
    NotInThisRelease "not_in_this_release" 422 "Not in this release" "The contract knows this, this release does not do it yet. `errors` names the members.";
    RateLimited "rate_limited" 429 "Too many requests" "Wait as long as `Retry-After` says.";
    Internal "internal" 500 "Something went wrong here" "A fault of ours. The log has it under `request_id`.";
    Unavailable "unavailable" 503 "Not now" "The database is away or the server is full. Nothing was changed. Send it again after `Retry-After`.";
    TimedOut "timed_out" 503 "It took too long" "The outcome is unknown. Send it again with the same `Idempotency-Key`.";
}

/// What a caller is told when something is not done.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// From the table.
    pub error: ErrorCode,
    /// What happened here, in words.
    pub detail: String,
    /// Every fault of a malformed body.
    pub errors: Vec<FieldError>,
    /// Further members, such as `rejected` or `quote`.
    pub more: Map<String, Value>,
}

/// A problem as it is sent.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    more: &'a Map<String, Value>,
}

impl Problem {
    /// A problem with words of its own.
    #[must_use]
    pub fn new(error: ErrorCode, detail: impl Into<String>) -> Self {
        Self { error, detail: detail.into(), errors: Vec::new(), more: Map::new() }
    }

    /// A problem with the words of the table.
    #[must_use]
    pub fn of(error: ErrorCode) -> Self {
        Self::new(error, error.meaning())
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// A malformed body, with all its faults.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [] => "The body is not what is meant here.".to_owned(),
            [one] => one_line(one),
            [first, ..] => format!("{} ({} faults in all.)", one_line(first), errors.len()),
        };
        Self { error: ErrorCode::InvalidBody, detail, errors, more: Map::new() }
    }

    /// The problem document: what is sent as `application/problem+json`. RFC 9457.
    #[must_use]
    pub fn document(&self, request_id: &str) -> Vec<u8> {
        let document = Document {
            kind: format!("/docs/errors#{}", self.error.code()),
            title: self.error.title(),
            status: self.error.status(),
            detail: &self.detail,
            code: self.error.code(),
            request_id,
            errors: &self.errors,
            more: &self.more,
        };
        serde_json::to_vec(&document).expect("a problem of texts and numbers serialises")
    }

    /// Whether an idempotent repeat gets the same answer: business rules yes, malformed or passing faults no.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.error.status(), 404 | 409 | 422)
            && self.errors.is_empty()
            && self.error != ErrorCode::RequestInProgress
            && self.error != ErrorCode::IdempotencyKeyReused
    }
}

fn one_line(error: &FieldError) -> String {
    if error.pointer.is_empty() { error.detail.clone() } else { format!("{}: {}", error.pointer, error.detail) }
}

impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Malformed { line, column, detail } => {
                Self::new(ErrorCode::MalformedJson, format!("Line {line}, column {column}: {detail}"))
            }
            DecodeError::DuplicateMember { pointer } => {
                Self::new(ErrorCode::DuplicateMember, format!("The member {pointer} stands twice."))
            }
            DecodeError::Fields(errors) => Self::fields(errors),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store is not available");
                Self::of(ErrorCode::Unavailable)
            }
            StoreError::InvalidCursor => Self::of(ErrorCode::InvalidCursor),
            StoreError::Constraint { what } if planted::lost_commit_is_refused() && what == planted::LOST_COMMIT => {
                Self::new(ErrorCode::DiscountNotAvailable, what)
            }
            other => {
                tracing::error!(error = %other, "the store failed");
                Self::of(ErrorCode::Internal)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_unique_and_explained() {
        let codes: BTreeSet<_> = ErrorCode::ALL.iter().map(|error| error.code()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        for error in ErrorCode::ALL {
            assert!((400..600).contains(&error.status()), "{error:?}");
            assert!(error.meaning().len() > 20, "{error:?} is not explained");
        }
    }

    #[test]
    fn a_malformed_body_is_not_kept_for_repeats() {
        let fault = FieldError { pointer: "/cart".into(), code: "required", detail: "is missing".into() };
        assert!(!Problem::fields(vec![fault]).is_kept());
        assert!(Problem::of(ErrorCode::DiscountNotAvailable).is_kept());
        assert!(!Problem::of(ErrorCode::Unavailable).is_kept());
        assert!(!Problem::of(ErrorCode::IdempotencyKeyReused).is_kept());
    }
}
