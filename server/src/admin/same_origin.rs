//! Whether a form was sent from our own pages. Browsers say so; what says nothing is no browser of today and is still
//! asked for the token of its session.

use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method};

/// `Sec-Fetch-Site`.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a request may do what it asks for, by where it was sent from.
pub(super) fn is_allowed(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), headers.get(HOST).map(|host| host.to_str())) else {
        return false;
    };
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_site_is_not_allowed() {
        let allowed = |method: Method, headers: &[(HeaderName, &'static str)]| {
            let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
            is_allowed(&method, &headers)
        };
        assert!(allowed(Method::GET, &[(SEC_FETCH_SITE, "cross-site")]));
        assert!(allowed(Method::POST, &[]));
        assert!(allowed(Method::POST, &[(SEC_FETCH_SITE, "same-origin")]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!allowed(Method::POST, &[(SEC_FETCH_SITE, site)]), "{site}");
        }
        assert!(allowed(Method::POST, &[(ORIGIN, "https://shop.example:8443"), (HOST, "shop.example:8443")]));
        for origin in ["https://evil.example", "null", "https://shop.example:1"] {
            assert!(!allowed(Method::POST, &[(ORIGIN, origin), (HOST, "shop.example:8443")]), "{origin}");
        }
        assert!(!allowed(Method::POST, &[(ORIGIN, "https://shop.example")]), "no host");
    }
}
