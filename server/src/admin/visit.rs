//! What is known of a request for a page, and of who makes it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use tessera_app::sessions::SignedIn;
use tessera_app::users::Role;
use tessera_app::{Caller, ErrorCode, Mutation, Scope};

use super::flash::Flash;
use super::theme::Theme;
use super::{flash, texts};
use crate::address::{self, PeerAddress};
use crate::edge::RequestContext;
use crate::pages::language::Language;
use crate::problem::Refusal;
use crate::proxies::TrustedProxies;

/// What the browser holds when somebody is signed in.
pub(super) const SESSION_COOKIE: &str = "tessera_session";
/// The language somebody chose.
pub(super) const LANGUAGE_COOKIE: &str = "tessera_language";
/// The colours somebody chose.
pub(super) const THEME_COOKIE: &str = "tessera_theme";

/// `HX-Request`: htmx asks for a part of a page.
const HX_REQUEST: HeaderName = HeaderName::from_static("hx-request");

/// A request for a page.
#[derive(Clone)]
pub(super) struct Visit(Arc<Known>);

/// What is known of it.
pub(super) struct Known {
    pub(super) language: Language,
    pub(super) theme: Theme,
    pub(super) flash: Option<Flash>,
    /// The path and query, to come back to.
    pub(super) here: String,
    pub(super) request_id: String,
    /// Where it comes from.
    pub(super) address: String,
    /// What the browser calls itself.
    pub(super) device: String,
    /// Whether the browser came by TLS, as far as is known.
    pub(super) is_secure: bool,
    /// Whether htmx asks.
    pub(super) is_part: bool,
    /// What forms of this session carry.
    pub(super) csrf: String,
    pub(super) signed_in: Option<SignedIn>,
}

impl Visit {
    /// What the head of a request says; who is signed in is found out by the gate.
    pub(super) fn of(parts: &Parts, signed_in: Option<SignedIn>, proxies: &TrustedProxies) -> Self {
        let headers = &parts.headers;
        let origin = proxies.origin(parts.extensions.get::<PeerAddress>().map(|peer| peer.0), headers);
        let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(Language::parse);
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let context = parts.extensions.get::<RequestContext>();
        Self(Arc::new(Known {
            language: chosen.unwrap_or_else(|| Language::of(&parts.uri, headers)),
            theme: cookie(headers, THEME_COOKIE).and_then(Theme::parse).unwrap_or_default(),
            flash: cookie(headers, flash::COOKIE).and_then(Flash::parse),
            here: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            request_id: context.map(|context| context.id().to_owned()).unwrap_or_default(),
            address: address::counted(origin.client),
            device: text(USER_AGENT).to_owned(),
            is_secure: origin.is_secure,
            is_part: text(HX_REQUEST) == "true",
            csrf: cookie(headers, SESSION_COOKIE).map(csrf_of).unwrap_or_default(),
            signed_in,
        }))
    }

    /// The words of the language.
    pub(super) fn texts(&self) -> &'static texts::Texts {
        match self.language {
            Language::English => &texts::EN,
            Language::French => &texts::FR,
        }
    }
}

impl std::ops::Deref for Visit {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Refusal::of(ErrorCode::Internal))
    }
}

/// A request of somebody who is signed in.
#[derive(Clone)]
pub(super) struct Admin {
    pub(super) visit: Visit,
    pub(super) signed_in: SignedIn,
}

impl Admin {
    /// The rights that use cases see.
    pub(super) fn caller(&self) -> &Caller {
        &self.signed_in.caller
    }

    /// Whether they may do something, for what is shown. The use case decides.
    pub(super) fn may(&self, scope: Scope) -> bool {
        self.signed_in.caller.scopes.holds(scope)
    }

    /// Whether they have a role, for what is shown.
    pub(super) fn has(&self, role: Role) -> bool {
        self.signed_in.user.has(role)
    }

    /// A change they make, without content.
    pub(super) fn mutation(&self, path: impl Into<String>) -> Mutation {
        Mutation {
            caller: self.signed_in.caller.clone(),
            request_id: self.visit.request_id.clone(),
            ..Mutation::program(path)
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let visit = Visit::from_request_parts(parts, state).await?;
        match visit.signed_in.clone() {
            Some(signed_in) => Ok(Self { visit, signed_in }),
            None => Err(Refusal::of(ErrorCode::SignInRefused)),
        }
    }
}

/// A cookie of a request.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs =
        headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// A cookie for the admin pages alone; without an age it ends with the browser.
pub(super) fn set_cookie(visit: &Visit, name: &str, value: &str, seconds: Option<i64>) -> HeaderValue {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if visit.is_secure { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path=/admin; HttpOnly; SameSite=Strict{age}{secure}"))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// What forms of a session carry: nobody can tell the session from it, and nobody without the session knows it.
fn csrf_of(token: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(format!("csrf\n{token}")).into();
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
