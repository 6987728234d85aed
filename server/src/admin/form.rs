//! A form that was sent: its fields, once it is certain that one of our pages sent it.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, Limited};
use tessera_app::{App, ErrorCode};

use super::visit::Visit;
use crate::problem::Refusal;

/// The largest form: one with a list of 10,000 ids.
const LARGEST: usize = 1024 * 1024;
/// The field that carries the session's token.
const CSRF: &str = "csrf";

/// The fields of a form, as they were typed. A field that was not sent is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// The fields of a body.
    pub(super) fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Fields that were read otherwise.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Refuses a form that does not come from a page of this session.
    pub(super) fn check(&self, visit: &Visit) -> Result<(), Refusal> {
        // Before anybody is signed in there is no token; the gate looked where the form comes from.
        if visit.signed_in.is_some() && self.text(CSRF) != visit.csrf {
            return Err(Refusal::new(ErrorCode::ScopeMissing, "The form was not sent from a page of this session."));
        }
        Ok(())
    }

    /// A field, without spaces around it.
    pub(super) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A field as it was typed: for passwords.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field that stands several times.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The same form with a value in a field that was left empty.
    pub(super) fn filled(&self, name: &str, value: &str) -> Self {
        let mut fields = self.0.clone();
        if self.text(name).is_empty() {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value.to_owned()));
        }
        Self(fields)
    }

    /// The fields that do not begin with a word, as they were typed; without the token and the button.
    pub(super) fn others(&self, begins: &str) -> Vec<(String, String)> {
        let is_other = |name: &str| name != CSRF && name != "do" && !name.starts_with(begins);
        self.0.iter().filter(|(name, _)| is_other(name)).cloned().collect()
    }

    /// Whether a box was ticked, or a button pressed.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every field with its value.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A whole number; `None` when it is none.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.text(name).parse().ok()
    }
}

impl FromRequest<App> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &App) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let is_form = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
            value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if !is_form {
            return Err(Refusal::of(ErrorCode::MediaTypeUnsupported));
        }
        let form = Self::parse(&read(body).await?);
        let visit = parts.extensions.get::<Visit>().ok_or_else(|| Refusal::of(ErrorCode::Internal))?;
        form.check(visit)?;
        Ok(form)
    }
}

async fn read(body: Body) -> Result<Vec<u8>, Refusal> {
    let read = Limited::new(body, LARGEST).collect().await;
    read.map(|body| body.to_bytes().to_vec()).map_err(|_| Refusal::of(ErrorCode::BodyTooLarge))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_were_typed() {
        let form = Form::parse(b"name=Summer+sale%21&id=a&id=b&password=+x+&uses=12&code=%C3%A9t%C3%A9");
        assert_eq!((form.text("name"), form.text("code"), form.text("none")), ("Summer sale!", "été", ""));
        assert_eq!((form.text("password"), form.raw("password")), ("x", " x "));
        assert_eq!(form.all("id"), ["a", "b"]);
        assert_eq!((form.number("uses"), form.number("name")), (Some(12), None));
        assert!(form.has("id") && !form.has("none"));
        let form = Form::parse(b"csrf=t&do=save&name=+&basket_who=ana&kind=a");
        assert_eq!((form.filled("name", "x").text("name"), form.filled("kind", "x").text("kind")), ("x", "a"));
        let others = form.others("basket_");
        assert_eq!(others.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["name", "kind"]);
    }
}
