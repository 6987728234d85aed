//! Who a use counts against: the account and the normalised e-mail. `docs/MODEL.md` section 9, "Identity".

use icu_normalizer::ComposingNormalizerBorrowed;
use tessera_engine::cart::Customer;

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();

/// Providers that ignore dots before the `@`.
const DOTLESS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The e-mail as two writings of the same mailbox share it: compatible characters and lower case, plus tag removed, dots
/// removed for providers that ignore them, `googlemail.com` as `gmail.com`, the domain in its ASCII form without a
/// trailing dot. `None` when it is not an address.
#[must_use]
pub fn normalise_email(email: &str) -> Option<String> {
    let (local, domain) = parts_of(email)?;
    let domain = domain.as_str();
    let local = local.split('+').next().unwrap_or_default();
    let dotless = DOTLESS.contains(&domain);
    let local = if dotless { local.replace('.', "") } else { local.to_owned() };
    let domain = if dotless { "gmail.com" } else { domain };
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    Some(format!("{local}@{domain}"))
}

/// The e-mail as it was given, but for case and spelling: what tells two plus tags apart, and dots. `None` when it is not
/// an address.
#[must_use]
pub fn spelled_email(email: &str) -> Option<String> {
    let (local, domain) = parts_of(email)?;
    (!local.is_empty() && !domain.is_empty()).then(|| format!("{local}@{domain}"))
}

/// What stands before and after the `@`: compatible characters and lower case, the domain in its ASCII form without a
/// trailing dot.
fn parts_of(email: &str) -> Option<(String, String)> {
    let email = NFKC.normalize(email.trim()).to_lowercase();
    let (local, domain) = email.rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    Some((local.to_owned(), domain.trim_end_matches('.').to_owned()))
}

/// The identities a use counts against; either at its limit refuses. Empty: the customer is unknown. `merge_emails`, the
/// setting `normalise_email`, says whether the writings of one mailbox are one identity or each its own.
#[must_use]
pub fn identities(customer: Option<&Customer>, merge_emails: bool) -> Vec<String> {
    let Some(customer) = customer else { return Vec::new() };
    let account = customer.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(|id| format!("id:{id}"));
    let normalise = if merge_emails { normalise_email } else { spelled_email };
    let email = customer.email.as_deref().and_then(normalise).map(|email| format!("em:{email}"));
    account.into_iter().chain(email).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writings_of_one_mailbox_are_one_identity() {
        let expected = Some("annb@gmail.com".to_owned());
        for email in ["ann.b@gmail.com", "annb+1@gmail.com", "  ANNB@Gmail.com", "a.n.n.b+x+y@googlemail.com"] {
            assert_eq!(normalise_email(email), expected, "{email}");
        }
        assert_eq!(normalise_email("a.b+c@shop.example"), Some("a.b@shop.example".to_owned()));
        let one = Some("bob@shop.example".to_owned());
        for email in ["bob@shop.example", "bob@shop.example.", "bob@\u{FF53}hop.example", "\u{FF22}OB@shop.example"] {
            assert_eq!(normalise_email(email), one, "{email}");
        }
        assert_eq!(normalise_email("x@b\u{FC}cher.example"), normalise_email("x@xn--bcher-kva.example"));
        assert_eq!(normalise_email("nobody"), None);
        assert_eq!(normalise_email("+tag@shop.example"), None);
    }

    #[test]
    fn writings_are_kept_apart_where_the_store_says_so() {
        let ana = |email: &str| Customer { email: Some(email.to_owned()), ..Customer::default() };
        assert_eq!(identities(Some(&ana("A.na+1@GMail.com")), false), ["em:a.na+1@gmail.com"]);
        assert_eq!(identities(Some(&ana("A.na+1@GMail.com")), true), ["em:ana@gmail.com"]);
        assert_eq!(spelled_email("nobody"), None);
        assert_eq!(spelled_email("@shop.example"), None);
    }

    #[test]
    fn a_blank_account_is_no_identity() {
        let blank = Customer { id: Some(" ".to_owned()), ..Customer::default() };
        assert!(identities(Some(&blank), true).is_empty());
        assert!(identities(None, true).is_empty());
    }
}
