//! A form with a file: what a browser sends as `multipart/form-data` (RFC 7578), or a form without one.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, Limited};
use tessera_app::{App, ErrorCode};

use super::form::Form;
use super::visit::Visit;
use crate::problem::Refusal;

/// The largest form with a file. A larger table goes by the API.
pub(super) const LARGEST: usize = 8 * 1024 * 1024;

/// The fields of a form and the one file that was chosen.
pub(super) struct Upload {
    pub(super) form: Form,
    /// Its bytes; `None` where no file was chosen.
    pub(super) file: Option<Vec<u8>>,
}

impl FromRequest<App> for Upload {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &App) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let upload = match boundary(kind) {
            Some(boundary) => Self::parse(&read(body).await?, &boundary),
            None if kind.trim().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") => {
                Some(Self { form: Form::parse(&read(body).await?), file: None })
            }
            None => return Err(Refusal::of(ErrorCode::MediaTypeUnsupported)),
        };
        let upload = upload.ok_or_else(|| Refusal::of(ErrorCode::MediaTypeUnsupported))?;
        let visit = parts.extensions.get::<Visit>().ok_or_else(|| Refusal::of(ErrorCode::Internal))?;
        upload.form.check(visit)?;
        Ok(upload)
    }
}

async fn read(body: Body) -> Result<Vec<u8>, Refusal> {
    let read = Limited::new(body, LARGEST).collect().await;
    read.map(|body| body.to_bytes().to_vec()).map_err(|_| Refusal::of(ErrorCode::BodyTooLarge))
}

/// What parts are separated by.
fn boundary(kind: &str) -> Option<String> {
    let (name, rest) = kind.split_once(';')?;
    if !name.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = rest.split(';').filter_map(|part| part.trim().split_once('='));
    let (_, boundary) = parameters.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let boundary = boundary.trim().trim_matches('"');
    (1..=70).contains(&boundary.len()).then(|| boundary.to_owned())
}

impl Upload {
    /// The parts of a body; `None` where it is not whole.
    fn parse(body: &[u8], boundary: &str) -> Option<Self> {
        let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
        let mut rest = body.get(find(body, first.as_bytes())? + first.len()..)?;
        let (mut fields, mut file) = (Vec::new(), None);
        while !rest.starts_with(b"--") {
            let head_end = find(rest, b"\r\n\r\n")?;
            let head = String::from_utf8_lossy(rest.get(..head_end)?).into_owned();
            rest = rest.get(head_end + 4..)?;
            let end = find(rest, between.as_bytes())?;
            let content = rest.get(..end)?;
            rest = rest.get(end + between.len()..)?;
            let Some(name) = parameter(&head, "name") else { continue };
            if parameter(&head, "filename").is_none() {
                fields.push((name, String::from_utf8_lossy(content).into_owned()));
            } else if !content.is_empty() {
                file = Some(content.to_vec());
            }
        }
        Some(Self { form: Form::of(fields), file })
    }
}

/// Where a text first stands.
fn find(body: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let mut from = 0;
    while let Some(at) = body.get(from..)?.iter().position(|byte| *byte == first) {
        if body.get(from + at..)?.starts_with(text) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// A parameter of `Content-Disposition`.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let mut parameters = line.split(';').filter_map(|part| part.trim().split_once('='));
    let (_, value) = parameters.find(|(known, _)| *known == name)?;
    Some(value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--xYz\r\n\
         Content-Disposition: form-data; name=\"table\"\r\n\r\ncode\r\nA--xYz\r\n--xYz\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"c.csv\"\r\nContent-Type: text/csv\r\n\r\ncode\nA1\n\r\n--xYz--\r\n";

    #[test]
    fn fields_and_the_file_are_read() {
        let upload = Upload::parse(BODY.as_bytes(), "xYz").unwrap();
        assert_eq!((upload.form.text("csrf"), upload.form.text("table")), ("abc", "code\r\nA--xYz"));
        assert_eq!(upload.file.as_deref(), Some(&b"code\nA1\n"[..]));
        let none = BODY.replace("code\nA1\n", "");
        assert!(Upload::parse(none.as_bytes(), "xYz").unwrap().file.is_none());
        assert!(Upload::parse(&BODY.as_bytes()[..80], "xYz").is_none(), "cut off");
        assert!(Upload::parse(b"", "xYz").is_none());
    }

    #[test]
    fn a_boundary_is_that_of_a_form() {
        assert_eq!(boundary("multipart/form-data; boundary=----ab").as_deref(), Some("----ab"));
        assert_eq!(boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"").as_deref(), Some("a b"));
        for other in
            ["multipart/mixed; boundary=a", "multipart/form-data", "text/plain", "multipart/form-data; boundary="]
        {
            assert_eq!(boundary(other), None, "{other}");
        }
    }
}
