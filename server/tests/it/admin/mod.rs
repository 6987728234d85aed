//! The admin pages, called as a browser without script calls them.

mod basket;
mod campaigns;
mod codes;
mod coupons;
mod editing;
mod editor;
mod frame;
mod giving;
mod list_tools;
mod overview;
mod proxies;
mod settings;
mod shop_settings;
mod signing_in;
mod templates;
mod two_step;
mod usages;
mod why;

use std::collections::BTreeMap;

use axum::body::Body;
use serde_json::{Value, json};
use tessera_app::Mutation;
use tessera_app::users::{NewUser, Role};

use crate::face::{Face, Got};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A browser: it keeps cookies and sends forms.
pub(crate) struct Browser<'f> {
    face: &'f Face,
    cookies: BTreeMap<String, String>,
    language: &'static str,
}

impl<'f> Browser<'f> {
    pub(crate) fn new(face: &'f Face) -> Self {
        Self { face, cookies: BTreeMap::new(), language: "en" }
    }

    /// A shop's owner, signed in.
    pub(crate) async fn owner(face: &'f Face) -> Self {
        face.app.create_owner("req_1", user("ana@shop.example", &[])).await.unwrap();
        Self::signed_in(face, "ana@shop.example").await
    }

    /// Somebody beside the owner, signed in.
    pub(crate) async fn member(face: &'f Face, roles: &[Role]) -> Self {
        Self::member_called(face, "ben@shop.example", roles).await
    }

    /// The same with another e-mail.
    pub(crate) async fn member_called(face: &'f Face, email: &str, roles: &[Role]) -> Self {
        face.app.create_user(Mutation::program("/test"), user(email, roles)).await.unwrap();
        Self::signed_in(face, email).await
    }

    async fn signed_in(face: &'f Face, email: &str) -> Self {
        let mut browser = Self::new(face);
        let got = browser.send("/admin/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!((got.status.as_u16(), got.header("location")), (303, "/admin/coupons"), "{}", got.text());
        browser
    }

    pub(crate) fn in_french(mut self) -> Self {
        self.language = "fr";
        self
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, got: &Got) {
        for cookie in got.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; HttpOnly; SameSite=Strict") && cookie.contains("Path=/admin"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// A page as it is answered.
    pub(crate) async fn get(&mut self, path: &str) -> Got {
        let call = self.face.bare_call("GET", path).header("accept-language", self.language);
        let got = call.header("cookie", &self.cookie()).send().await;
        self.keep(&got);
        got
    }

    /// A part of a page, as htmx asks for it.
    pub(crate) async fn part(&mut self, path: &str) -> String {
        let call = self.face.bare_call("GET", path).header("accept-language", self.language);
        let got = call.header("cookie", &self.cookie()).header("hx-request", "true").send().await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        got.text()
    }

    /// A body of another kind than a form's.
    pub(crate) async fn send_as(&mut self, kind: &str, path: &str, body: &str) -> Got {
        let call = self.face.bare_call("POST", path).header("cookie", &self.cookie()).header("content-type", kind);
        let got = call.header("accept-language", self.language).body(Body::from(body.to_owned())).send().await;
        self.keep(&got);
        got
    }

    /// The text of a page that is there.
    pub(crate) async fn page(&mut self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        got.text()
    }

    /// The token of this session's forms.
    pub(crate) async fn csrf(&mut self) -> String {
        let page = self.page("/admin/settings/sessions").await;
        value_of(&page, "csrf")
    }

    /// A form without the token.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        self.send_with(path, fields, &[]).await
    }

    pub(crate) async fn send_with(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Got {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut call = self.face.bare_call("POST", path).header("cookie", &self.cookie());
        call = call.header("content-type", "application/x-www-form-urlencoded");
        call = call.header("accept-language", self.language);
        for (name, value) in headers {
            call = call.header(name, value);
        }
        let got = call.body(Body::from(body)).send().await;
        self.keep(&got);
        got
    }

    /// A form of a page of this session.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let csrf = self.csrf().await;
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        self.send(path, &fields).await
    }

    /// The same, done: the page that it leads to.
    pub(crate) async fn done(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let got = self.submit(path, fields).await;
        assert_eq!(got.status, 303, "{path}: {}", got.text());
        let to = got.header("location").to_owned();
        self.page(&to).await
    }
}

pub(crate) fn user(email: &str, roles: &[Role]) -> NewUser {
    let name = email.split('@').next().unwrap().to_owned();
    NewUser { email: email.to_owned(), name, password: PASSWORD.to_owned(), is_owner: false, roles: roles.to_vec() }
}

/// The value of the first field of this name.
pub(crate) fn value_of(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Places an order, once.
pub(crate) async fn order(face: &Face, body: &serde_json::Value) {
    let key = body["order_id"].as_str().unwrap();
    let got = face.call("POST", "/v1/redemptions").header("idempotency-key", key).json(body).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
}

/// A live coupon with ten percent, named so, with more of its own.
pub(crate) async fn ten_percent(face: &Face, named: Value, more: Value) -> String {
    let mut body = json!({ "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 10 }] });
    for members in [named, more] {
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    }
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

/// Fails where a page does not hold all of these words.
#[track_caller]
pub(crate) fn holds(page: &str, all: &[&str]) {
    let plain = page.replace("&#39;", "’").replace('\u{a0}', " ").replace("&#160;", " ");
    for words in all {
        assert!(plain.contains(words), "{words}: {plain}");
    }
}
