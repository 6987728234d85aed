//! The query of a URL: known parameters only, each at most once.

use axum::extract::Query as Pairs;
use axum::http::Uri;
use jiff::Timestamp;
use tessera_app::{App, ErrorCode, PageRequest};
use tessera_engine::Locale;

use crate::problem::Refusal;

/// The longest list page.
const LARGEST_LIMIT: u32 = 200;
/// The longest value of a parameter, in characters; cursors are the longest.
const LONGEST_VALUE: usize = 1_024;

/// The parameters of a query. What was not asked for when [`Query::finish`] is called is unknown.
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
}

impl Query {
    /// Reads the query of a URL.
    pub(crate) fn of(uri: &Uri) -> Result<Self, Refusal> {
        let Pairs(pairs) = Pairs::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Refusal::new(ErrorCode::InvalidQuery, "The query is malformed."))?;
        for (index, (name, value)) in pairs.iter().enumerate() {
            if pairs[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(refuse(name, "stands twice"));
            }
            if value.chars().count() > LONGEST_VALUE || value.chars().any(char::is_control) {
                return Err(refuse(
                    name,
                    &format!("must have at most {LONGEST_VALUE} characters and no control characters"),
                ));
            }
        }
        Ok(Self { pairs, known: Vec::new() })
    }

    /// A text; empty is absent.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        let (_, value) = self.pairs.iter().find(|(there, _)| there == name)?;
        Some(value.clone()).filter(|value| !value.is_empty())
    }

    /// An instant, RFC 3339.
    pub(crate) fn timestamp(&mut self, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let words = "must be a time of RFC 3339 with offset, such as `2026-06-01T00:00:00Z` (write `+` as `%2B`)";
        text.parse().map(Some).map_err(|_| refuse(name, words))
    }

    /// A time, or a day of the store's zone, which stands for its beginning.
    pub(crate) fn instant(&mut self, name: &'static str, app: &App) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let words = "must be a day, such as `2026-06-01`, or a time of RFC 3339 with offset, such as `2026-06-01T00:00:00Z` (write `+` as `%2B`)";
        let time = app.beginning_of(&text).or_else(|| text.parse().ok());
        time.map(Some).ok_or_else(|| refuse(name, words))
    }

    /// `true` or `false`; absent is false.
    pub(crate) fn flag(&mut self, name: &'static str) -> Result<bool, Refusal> {
        Ok(self.word(name, &[("true", true), ("false", false)])?.unwrap_or_default())
    }

    /// A text that is read as something else; `words` says what it must be.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &'static str,
        words: &str,
        read: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        read(&text).map(Some).ok_or_else(|| refuse(name, words))
    }

    /// One of a list of words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(Some(*value)),
            None => {
                let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
                Err(refuse(name, &format!("must be one of {}", words.join(", "))))
            }
        }
    }

    /// The language asked for as `locale`, such as `fr` or `fr-CA`; English when none is.
    pub(crate) fn locale(&mut self) -> Result<Locale, Refusal> {
        let spoken = |tag: &str| {
            let language = tag.split(['-', '_']).next().unwrap_or_default();
            Locale::ALL.into_iter().find(|locale| language.eq_ignore_ascii_case(locale.as_str()))
        };
        Ok(self.parsed("locale", "must be `en` or `fr`", spoken)?.unwrap_or(Locale::En))
    }

    /// `limit` and `cursor`.
    pub(crate) fn page(&mut self) -> Result<PageRequest, Refusal> {
        let limit = match self.text("limit") {
            None => PageRequest::default().limit,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=LARGEST_LIMIT).contains(limit))
                .ok_or_else(|| refuse("limit", "must be a whole number from 1 to 200"))?,
        };
        Ok(PageRequest { limit, cursor: self.text("cursor") })
    }

    /// Refuses parameters that were not asked for.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        match self.pairs.iter().find(|(name, _)| !self.known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) if self.known.is_empty() => Err(refuse(name, "is unknown; this call takes no parameters")),
            Some((name, _)) => Err(refuse(name, &format!("is unknown; this call takes {}", self.known.join(", ")))),
        }
    }
}

/// Refuses any parameter.
pub(crate) fn refuse_query(uri: &Uri) -> Result<(), Refusal> {
    match uri.query() {
        None | Some("") => Ok(()),
        Some(_) => Query::of(uri)?.finish(),
    }
}

fn refuse(name: &str, what: &str) -> Refusal {
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(64).collect();
    Refusal::new(ErrorCode::InvalidQuery, format!("The parameter `{name}` {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<(PageRequest, Option<String>, Option<Timestamp>), String> {
        let read = || {
            let mut query = Query::of(&query.parse().unwrap())?;
            let answer = (query.page()?, query.text("q"), query.timestamp("from")?);
            query.finish()?;
            Ok(answer)
        };
        read().map_err(|refusal: Refusal| {
            assert_eq!(refusal.0.error, ErrorCode::InvalidQuery);
            refusal.0.detail
        })
    }

    #[test]
    fn known_parameters_are_read_once() {
        let (page, q, from) = read("/x?limit=200&cursor=abc&q=a%20b&from=2026-06-01T00:00:00%2B02:00").unwrap();
        assert_eq!((page.limit, page.cursor.as_deref(), q.as_deref()), (200, Some("abc"), Some("a b")));
        assert_eq!(from.unwrap().to_string(), "2026-05-31T22:00:00Z");
        assert_eq!(read("/x").unwrap().0.limit, 50);
    }

    #[test]
    fn a_language_is_one_that_is_spoken() {
        let locale = |query: &'static str| Query::of(&Uri::from_static(query)).and_then(|mut query| query.locale());
        assert_eq!(locale("/x?locale=fr-CA").unwrap(), Locale::Fr);
        assert_eq!((locale("/x?locale=EN").unwrap(), locale("/x").unwrap()), (Locale::En, Locale::En));
        assert_eq!(locale("/x?locale=de").unwrap_err().0.detail, "The parameter `locale` must be `en` or `fr`.");
    }

    #[test]
    fn what_is_unknown_repeated_or_out_of_range_is_named() {
        for (query, says) in [
            ("/x?nope=1", "`nope` is unknown; this call takes limit, cursor, q, from"),
            ("/x?limit=1&limit=2", "`limit` stands twice"),
            ("/x?limit=0", "`limit` must be"),
            ("/x?limit=201", "`limit` must be"),
            ("/x?limit=1.5", "`limit` must be"),
            ("/x?from=yesterday", "`from` must be a time"),
            ("/x?q=a%00b", "`q` must have"),
        ] {
            let detail = read(query).unwrap_err();
            assert!(detail.contains(says), "{query}: {detail}");
        }
    }
}
