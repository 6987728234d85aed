//! Who shops, as far as a publishable key can tell: where the call comes from, and what a token vouches for.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use tessera_engine::{DecodeError, from_json};

use super::claims::{Claims, DIGEST};
use super::hs256::{Fault, verify};
use crate::caller::{Caller, KeyKind, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Whom a token has to be for.
const AUDIENCE: &str = "tessera";
/// A token lasts no longer, in seconds.
const LONGEST: i64 = 24 * 3_600;
/// How far the shop's clock may be from ours, in seconds.
const LEEWAY: i64 = 60;
/// A token is shorter than this, in bytes.
const LONGEST_TOKEN: usize = 8_192;
/// What a browser calls its own account in a path or a body.
pub(crate) const OWN: &str = "me";

/// A browser that calls with a publishable key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    /// Where it is, as attempts are counted by.
    pub address: String,
    /// What the shop's server says of who shops.
    pub token: Option<CustomerToken>,
}

/// What a token says whose signature was found right.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CustomerToken {
    /// The merchant's id of the account, if somebody is signed in.
    pub customer_id: Option<String>,
    /// The e-mail the shop knows them by.
    pub email: Option<String>,
    /// Whether the shop has verified who they are.
    pub verified: Option<bool>,
    /// The segments they are in; `None`: what the store knows.
    pub segments: Option<Vec<String>>,
    /// The order that the shop's server holds for them: what it holds is free to their quotes.
    pub order_id: Option<String>,
    /// SHA-256 of the cart that the shop's server made, for a cart token.
    pub cart_sha256: Option<[u8; DIGEST]>,
}

impl std::fmt::Debug for CustomerToken {
    /// Who it is about stays out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomerToken").field("signs_cart", &self.cart_sha256.is_some()).finish_non_exhaustive()
    }
}

impl App {
    /// What a token vouches for at this moment. Asks nobody.
    ///
    /// # Errors
    /// `customer_token_invalid`, with the `reason` in a word; `customer_token_expired`.
    pub fn verify_token(&self, token: &str) -> Result<CustomerToken, Problem> {
        if token.len() > LONGEST_TOKEN {
            return Err(invalid("malformed", "The token has more than 8,192 characters."));
        }
        let now = self.inner.clock.now();
        let secrets = self.inner.token_secrets.load();
        let payload = verify(token, secrets.accepted(now)).map_err(|fault| match fault {
            Fault::Malformed => {
                invalid("malformed", "What stands in `Tessera-Customer` is not a JWT: three parts with dots between them.")
            }
            Fault::Algorithm => invalid("algorithm", "The token must be signed with `HS256`, without critical members in its head."),
            Fault::Signature => invalid(
                "signature",
                "The token is not signed with this store's token secret. `tessera keys token-secret` shows it; sign with its characters as they stand, on your shop's server.",
            ),
        })?;
        let claims = from_json::<Claims>(&payload).map_err(|error| invalid("claims", &in_words(error)))?;
        if !claims.aud.iter().any(|audience| audience == AUDIENCE) {
            return Err(invalid("audience", "The token is for somebody else: its `aud` must be `tessera`."));
        }
        believe_dates(&claims, now)?;
        Ok(CustomerToken {
            customer_id: claims.sub,
            email: claims.email,
            verified: claims.verified,
            segments: claims.segments,
            order_id: claims.order_id,
            cart_sha256: claims.cart_sha256,
        })
    }
}

fn believe_dates(claims: &Claims, now: Timestamp) -> Result<(), Problem> {
    let (exp, now) = (claims.exp, now.as_second());
    if exp <= now - LEEWAY {
        let ended = Timestamp::from_second(exp).unwrap_or(Timestamp::MIN);
        let detail = format!("The token ended at {ended}. Ask your shop's server for another.");
        return Err(Problem::new(ErrorCode::CustomerTokenExpired, detail));
    }
    if exp > now + LONGEST + LEEWAY {
        return Err(invalid("lifetime", "The token lasts too long: its `exp` may be 24 hours ahead at most."));
    }
    if claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY) {
        return Err(invalid("lifetime", "The token is not valid yet: its `nbf` is to come."));
    }
    Ok(())
}

fn invalid(reason: &str, detail: &str) -> Problem {
    Problem::new(ErrorCode::CustomerTokenInvalid, detail).with("reason", reason.into())
}

/// Every fault of the claims in one line.
fn in_words(error: DecodeError) -> String {
    let problem = Problem::from(error);
    let faults: Vec<String> = problem
        .errors
        .iter()
        .map(|fault| format!("`{}` {}", fault.pointer.trim_start_matches('/'), fault.detail))
        .collect();
    let faults = if faults.is_empty() { problem.detail } else { faults.join("; ") };
    format!("What the token says cannot be read: {faults}.")
}

impl Caller {
    /// What a token vouches for, where a browser calls with one.
    #[must_use]
    pub fn customer_token(&self) -> Option<&CustomerToken> {
        self.shopper.as_deref()?.token.as_ref()
    }

    /// The account that a browser's token names; `None` for a secret key, which may name anybody.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `customer_token_missing` where no token names an account.
    pub fn require_own(&self, scope: Scope) -> Result<Option<&str>, Problem> {
        if self.kind == KeyKind::Secret {
            return self.require(scope).map(|()| None);
        }
        let own = self.customer_token().and_then(|token| token.customer_id.as_deref());
        own.map(Some).ok_or_else(|| Problem::of(ErrorCode::CustomerTokenMissing))
    }

    /// The account that is asked for: for a browser its own alone, which it may call `me`.
    ///
    /// # Errors
    /// Those of [`Self::require_own`], `customer_token_other` where a browser asks for another.
    pub fn require_for<'a>(&'a self, scope: Scope, customer_id: &'a str) -> Result<&'a str, Problem> {
        match self.require_own(scope)? {
            None => Ok(customer_id),
            Some(own) if customer_id == own || customer_id == OWN => Ok(own),
            Some(_) => Err(Problem::of(ErrorCode::CustomerTokenOther)),
        }
    }

    /// Whether a cart token vouches for the member `cart` of a body, byte by byte as it stands there.
    ///
    /// # Errors
    /// `cart_token_mismatch` when it vouches for another cart.
    pub fn vouches_for_cart(&self, body: &[u8]) -> Result<bool, Problem> {
        #[derive(Deserialize)]
        struct Body<'b> {
            #[serde(borrow)]
            cart: Option<&'b RawValue>,
        }
        let Some(signed) = self.customer_token().and_then(|token| token.cart_sha256) else { return Ok(false) };
        let cart = serde_json::from_slice::<Body<'_>>(body).ok().and_then(|body| body.cart);
        let sent: [u8; DIGEST] = Sha256::digest(cart.map_or("", RawValue::get).as_bytes()).into();
        if sent == signed { Ok(true) } else { Err(Problem::of(ErrorCode::CartTokenMismatch)) }
    }

    /// Whose repeats a repeat is: a browser's are its customer's, for many share its key. Who that is is not kept.
    pub(crate) fn repeats(&self) -> Cow<'_, str> {
        match self.customer_token().and_then(|token| token.customer_id.as_deref()) {
            None => Cow::Borrowed(&self.key_id),
            Some(own) => {
                let digest: [u8; DIGEST] = Sha256::digest(own.as_bytes()).into();
                let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                Cow::Owned(format!("{} of {digest}", self.key_id))
            }
        }
    }
}
