//! The language of a page: `?lang=`, else the first of `Accept-Language` that we have, else English.

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Uri};

/// A language pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
}

impl Language {
    /// The language a request asks for.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let asked = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")));
        asked.and_then(Self::parse).or_else(|| Self::preferred(headers)).unwrap_or(Self::English)
    }

    /// The tag of RFC 5646.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The language of a tag such as `fr` or `fr-CA`.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        [Self::English, Self::French].into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The language of ours with the highest weight; of equal ones the first. RFC 9110 section 12.5.4.
    fn preferred(headers: &HeaderMap) -> Option<Self> {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        let mut best: Option<(u32, Self)> = None;
        for choice in header.split(',') {
            let (tag, parameters) = choice.split_once(';').unwrap_or((choice, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Some(1_000), thousandths).unwrap_or_default();
            if let Some(language) = Self::parse(tag)
                && weight > best.map_or(0, |(weight, _)| weight)
            {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// A weight such as `0.8`, in thousandths.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, decimals) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let decimals = format!("{decimals:0<3}");
    let thousandths = decimals.get(..3)?.parse::<u32>().ok()?;
    Some((whole.parse::<u32>().ok()?.min(1) * 1_000 + thousandths).min(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_asked_for() {
        let cases = [
            ("/", "", Language::English),
            ("/?lang=fr", "en", Language::French),
            ("/?lang=en", "fr", Language::English),
            ("/?lang=xx", "fr-CA", Language::French),
            ("/", "fr-FR,fr;q=0.9,en;q=0.8", Language::French),
            ("/", "de, en;q=0.4, fr;q=0.7", Language::French),
            ("/", "fr;q=0, en;q=0.1", Language::English),
            ("/", "*", Language::English),
        ];
        for (uri, header, expected) in cases {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]);
            assert_eq!(Language::of(&uri.parse().unwrap(), &headers), expected, "{uri} {header}");
        }
    }
}
