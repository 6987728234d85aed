//! `/admin/coupons/{id}/share`: a coupon for people: its link, its picture, short texts and a sheet to print.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde_json::json;
use tessera_app::codes::{CodeLookup, CodeView};
use tessera_app::coupons::CouponView;
use tessera_app::{App, ErrorCode, Scope};
use tessera_engine::coupon::Activation;
use tessera_engine::from_json;

use super::header::{Header, read};
use super::show::sentences;
use super::sms::measure;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// The longest path or source that is typed.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "admin/coupons/share.html")]
struct SharePage {
    s: Shell,
    h: Header,
    /// Whether it needs no code.
    is_automatic: bool,
    /// The code that is shared, with its id; none where each customer has one of their own.
    code: Option<(String, String)>,
    /// The link with what was typed.
    link: Option<String>,
    /// The page of the shop that it leads to.
    target: String,
    /// Where it is put, so that visits can be told apart.
    source: String,
    email_subject: String,
    email: String,
    sms: String,
    sms_words: String,
    /// The same with places for the script to fill.
    sms_template: String,
    sms_is_wide: bool,
    banner: String,
}

#[derive(Template)]
#[template(path = "admin/coupons/sheet.html")]
struct SheetPage {
    s: Shell,
    h: Header,
    code: Option<(String, String)>,
    link: Option<String>,
    sentences: Vec<String>,
    /// `a4` or `a6`.
    size: &'static str,
}

/// Shows it.
pub(super) async fn show_share(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let text = |name: &str| query.text(name).chars().filter(|one| !one.is_control()).take(LONGEST).collect::<String>();
    let (target, source) = (text("target"), text("source"));
    let code = first_code(&app, &admin, &view).await?;
    let link = code.as_ref().and_then(|code| code.link.as_deref()).map(|link| link_to(link, &target, &source));
    let h = Header::of(&view, &app, &admin, &s, "share");
    let name = view.terms.description.clone().unwrap_or_else(|| view.terms.name.clone());
    let shown = code.as_ref().map(|code| code.code.clone()).unwrap_or_default();
    let address = link.clone().unwrap_or_default();
    let validity = &view.terms.validity;
    let has_dates = validity.starts_at.is_some() || validity.ends_at.is_some();
    let dates = if has_dates { h.row.validity.clone() } else { String::new() };
    let is_automatic = view.terms.activation == Activation::Automatic;
    let (email_words, sms_words) = match is_automatic {
        true => (s.t.share_email_plain, s.t.share_sms_plain),
        false => (s.t.share_email, s.t.share_sms),
    };
    let email = s.fill(email_words, &[&h.row.value, &shown, &address, &dates, &s.store]);
    let sms = s.fill(sms_words, &[&s.store, &h.row.value, &shown, &address]);
    let sms = sms.trim().to_owned();
    let size = measure(&sms);
    page(&SharePage {
        email_subject: s.fill(s.t.share_subject, &[&s.store, &name]),
        email: without_blank_places(&email),
        sms_words: s.fill(s.t.sms_size, &[&size.signs, &size.messages]),
        sms_template: s.fill(s.t.sms_size, &[&"%1", &"%2"]),
        sms_is_wide: size.is_wide,
        sms,
        banner: banner(&h.row.value, &shown, link.as_deref(), s.t.share_banner_code),
        is_automatic,
        code: code.map(|code| (code.id, code.code)),
        link,
        target,
        source,
        h,
        s,
    })
}

/// Shows a sheet to print.
pub(super) async fn show_sheet(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let size = if query.text("size") == "a6" { "a6" } else { "a4" };
    let code = first_code(&app, &admin, &view).await?;
    let summary = app.summarise_coupon(admin.caller(), &id, s.locale()).await?.summary;
    page(&SheetPage {
        h: Header::of(&view, &app, &admin, &s, "share"),
        link: code.as_ref().and_then(|code| code.link.clone()),
        code: code.map(|code| (code.id, code.code)),
        sentences: sentences(&summary),
        size,
        s,
    })
}

/// The code that shoppers type, where the coupon has one for all of them and who asks may read it.
pub(super) async fn first_code(app: &App, admin: &Admin, view: &CouponView) -> Result<Option<CodeView>, Refusal> {
    let Some(code) = view.terms.code.as_ref().filter(|_| admin.may(Scope::CodesRead)) else { return Ok(None) };
    let body = json!({ "code": code.typed() }).to_string();
    let Ok(lookup) = from_json::<CodeLookup>(body.as_bytes()) else { return Ok(None) };
    match app.lookup_code(admin.caller(), lookup).await {
        Ok(found) if found.coupon_id == view.id => Ok(Some(found)),
        Ok(_) => Ok(None),
        Err(problem) if problem.error == ErrorCode::NotFound => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

/// A link that leads to another page of the shop, and says where it was put.
fn link_to(link: &str, target: &str, source: &str) -> String {
    let (address, fragment) = link.split_at(link.find('#').unwrap_or(link.len()));
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let target: String =
        target.split('/').filter(|part| !part.is_empty() && *part != "..").map(encoded).collect::<Vec<_>>().join("/");
    let base = if target.is_empty() { base.to_owned() } else { format!("{}/{target}", base.trim_end_matches('/')) };
    let source = if source.is_empty() { String::new() } else { format!("&utm_source={}", encoded(source)) };
    format!("{base}?{query}{source}{fragment}")
}

/// Percent-encoded, a space too.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Lines that had only a value that is not there are left out.
fn without_blank_places(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// A banner for a page of the shop.
fn banner(value: &str, code: &str, link: Option<&str>, words: &str) -> String {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let code = if code.is_empty() { String::new() } else { format!(" {words} <code>{}</code>", escape(code)) };
    let inner = format!("<strong>{}</strong>{code}", escape(value));
    match link {
        Some(link) => format!("<p class=\"coupon-banner\"><a href=\"{}\">{inner}</a></p>", escape(link)),
        None => format!("<p class=\"coupon-banner\">{inner}</p>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_where_it_is_meant_to() {
        let link = "https://shop.example/fr/?coupon=VIP#top";
        assert_eq!(link_to(link, "", ""), link);
        assert_eq!(
            link_to(link, "/shoes/summer sale/", "news letter"),
            "https://shop.example/fr/shoes/summer%20sale?coupon=VIP&utm_source=news%20letter#top"
        );
        assert_eq!(
            link_to("https://shop.example?coupon=A", "//evil.example/../x", ""),
            "https://shop.example/evil.example/x?coupon=A"
        );
    }

    #[test]
    fn a_banner_holds_words_and_no_markup_of_theirs() {
        let banner = banner("<b>20%</b>", "A\"B", Some("https://x/?a=1&b=2"), "with");
        assert_eq!(
            banner,
            "<p class=\"coupon-banner\"><a href=\"https://x/?a=1&amp;b=2\"><strong>&lt;b&gt;20%&lt;/b&gt;</strong> with <code>A&quot;B</code></a></p>"
        );
    }

    #[test]
    fn places_without_a_value_leave_no_hole() {
        assert_eq!(without_blank_places("A\n\n\n \nB\n"), "A\n\nB");
    }
}
