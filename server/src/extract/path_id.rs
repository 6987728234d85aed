//! The id in a path, alone or with a version of what it names.

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
        let Ok(Path(id)) = Path::<String>::from_request_parts(parts, state).await else {
            return Err(Refusal::of(ErrorCode::InvalidPath));
        };
        check(&id)?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Ok(Path((first, second))) = Path::<(String, String)>::from_request_parts(parts, state).await else {
            return Err(Refusal::of(ErrorCode::InvalidPath));
        };
        check(&first)?;
        check(&second)?;
        Ok(Self(first, second))
    }
}

/// An id and a version in a path: `/{id}/versions/{version}`.
pub(crate) struct PathVersion {
    /// Percent-decoded.
    pub(crate) id: String,
    /// From 1.
    pub(crate) version: u64,
}

impl<S: Send + Sync> FromRequestParts<S> for PathVersion {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Ok(Path((id, version))) = Path::<(String, String)>::from_request_parts(parts, state).await else {
            return Err(Refusal::of(ErrorCode::InvalidPath));
        };
        check(&id)?;
        let version = version.parse().ok().filter(|version| *version >= 1);
        let words = "A version in a path is a whole number from 1.";
        Ok(Self { id, version: version.ok_or_else(|| Refusal::new(ErrorCode::InvalidPath, words))? })
    }
}

fn check(id: &str) -> Result<(), Refusal> {
    if id.is_empty() || id.chars().count() > LONGEST_ID || id.chars().any(char::is_control) {
        return Err(Refusal::of(ErrorCode::InvalidPath));
    }
    Ok(())
}
