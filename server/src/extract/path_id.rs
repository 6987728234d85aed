//! The id in a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use tessera_app::ErrorCode;

use crate::problem::Refusal;

/// The longest id, in characters.
const LONGEST_ID: usize = 255;

/// The one id in a path, percent-decoded.
pub(crate) struct PathId(pub(crate) String);

/// The two ids in a path, in their order.
pub(crate) struct PathIds(pub(crate) String, pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => checked(id).map(Self),
            Err(_) => Err(Refusal::of(ErrorCode::InvalidPath)),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((first, second))) => Ok(Self(checked(first)?, checked(second)?)),
            Err(_) => Err(Refusal::of(ErrorCode::InvalidPath)),
        }
    }
}

fn checked(id: String) -> Result<String, Refusal> {
    if id.is_empty() || id.chars().count() > LONGEST_ID || id.chars().any(char::is_control) {
        return Err(Refusal::of(ErrorCode::InvalidPath));
    }
    Ok(id)
}
