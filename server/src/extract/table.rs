//! A table: a body of CSV that is handed on while it arrives.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use futures::{StreamExt, stream};
use http_body_util::BodyExt;
use tessera_app::codes::{LARGEST_TABLE, TableBody};
use tessera_app::{App, ErrorCode, Mutation, Problem};

use super::body::DRAIN_LIMIT;
use super::mutation::{permitted, read_head};
use super::query::Query;
use crate::problem::Refusal;

/// How long the next piece may take. The call as a whole may take as long as the edge says for it.
const PIECE: Duration = Duration::from_secs(10);

/// A mutation whose body is a table. Its query says how, and is part of what a repeat repeats.
pub(crate) struct TableMutation {
    /// Without its body.
    pub(crate) mutation: Mutation,
    /// What is not asked of it is refused by [`Query::finish`].
    pub(crate) query: Query,
    /// Unread.
    pub(crate) body: TableBody,
}

impl FromRequest<App> for TableMutation {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (caller, parts, body) = permitted(request, app).await?;
        let query = Query::of(&parts.uri)?;
        let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
        let mutation = read_head(caller, path, &parts)?;
        check_type(&parts.headers)?;
        check_length(&parts.headers)?;
        Ok(Self { mutation, query, body: pieces(body) })
    }
}

/// The header says `text/csv`, and no encoding but UTF-8. RFC 7111.
fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut values = headers.get_all(CONTENT_TYPE).iter().map(|value| value.to_str().unwrap_or_default());
    let (Some(value), None) = (values.next(), values.next()) else { return Err(not_a_table()) };
    let mut parts = value.split(';').map(str::trim);
    if !parts.next().unwrap_or_default().eq_ignore_ascii_case("text/csv") {
        return Err(not_a_table());
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    match charset.map(|(_, value)| value.trim_matches('"')) {
        Some(other) if !["utf-8", "utf8", "us-ascii"].iter().any(|known| other.eq_ignore_ascii_case(known)) => {
            Err(Refusal::new(ErrorCode::MediaTypeUnsupported, "A table is read as UTF-8. Save it as that."))
        }
        _ => Ok(()),
    }
}

/// Nobody needs to send what will be refused.
fn check_length(headers: &HeaderMap) -> Result<(), Refusal> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match declared.is_some_and(|length| length > LARGEST_TABLE) {
        true => Err(Refusal::new(ErrorCode::BodyTooLarge, "A table has 1 GiB at most. Split it into several.")),
        false => Ok(()),
    }
}

fn not_a_table() -> Refusal {
    let detail = "A table is sent with `Content-Type: text/csv`.";
    Refusal::new(ErrorCode::MediaTypeUnsupported, detail)
}

fn pieces(body: Body) -> TableBody {
    let pieces = stream::try_unfold(body, |mut body| async move {
        loop {
            let frame = tokio::time::timeout(PIECE, body.frame()).await;
            let frame = frame
                .map_err(|_| Problem::new(ErrorCode::TimedOut, "The table stopped arriving. Nothing was changed."))?;
            match frame {
                None => return Ok(None),
                Some(Ok(frame)) => {
                    if let Ok(piece) = frame.into_data() {
                        return Ok(Some((piece.to_vec(), body)));
                    }
                }
                Some(Err(_)) => {
                    let detail = "The table broke off before its end. Nothing was changed.";
                    return Err(Problem::new(ErrorCode::InvalidTable, detail));
                }
            }
        }
    });
    pieces.boxed()
}

/// Reads some of what nobody wants, so that the client is still there to read the answer.
pub(crate) async fn drain(body: &mut TableBody) {
    let mut read = 0;
    while let Some(Ok(piece)) = body.next().await {
        read += piece.len();
        if read > DRAIN_LIMIT {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_csv_in_utf_8() {
        let check = |values: &[&str]| {
            let headers = values.iter().map(|value| (CONTENT_TYPE, value.parse().unwrap())).collect();
            check_type(&headers).map_err(|refusal| refusal.0.error)
        };
        for good in ["text/csv", "Text/CSV; header=present", "text/csv; charset=UTF-8", "text/csv;charset=\"utf-8\""] {
            assert_eq!(check(&[good]), Ok(()), "{good}");
        }
        for bad in [&[][..], &["application/json"], &["text/csv", "text/csv"], &["text/csv; charset=iso-8859-1"]] {
            assert_eq!(check(bad), Err(ErrorCode::MediaTypeUnsupported), "{bad:?}");
        }
    }
}
