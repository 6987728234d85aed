//! A shop that is served by the real binary, and people at its admin pages.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::chromium::Chromium;
use super::tab::Tab;
use crate::http::{DEMO_KEY, get, send};
use crate::process::{Running, demo, start, tessera};

const KEY: &str = "sk_for_the_tests_in_the_browser";
pub(crate) const EMAIL: &str = "ana@shop.example";
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A served shop.
pub(crate) struct Shop {
    served: Running,
    key: &'static str,
    email: &'static str,
    password: &'static str,
    _folder: Option<TempDir>,
}

impl Shop {
    /// A shop with nothing in it, not even an account.
    pub(crate) fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("shop.db").display());
        let mut command = tessera(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
        let served = start(command.env("TESSERA_SECRET_KEY", KEY), "/admin/setup?token=");
        Self { served, key: KEY, email: EMAIL, password: PASSWORD, _folder: Some(folder) }
    }

    /// A shop whose owner has an account, and nothing else in it.
    pub(crate) fn new() -> Self {
        let shop = Self::empty();
        let token = shop.setup_path().rsplit_once('=').unwrap().1.to_owned();
        let form = format!("token={token}&name=Ana&email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
        let kind = "Content-Type: application/x-www-form-urlencoded".to_owned();
        let answer = send(&shop.served.base, "POST", "/admin/setup", &[kind], &form);
        assert_eq!(answer.status, 303, "{}", answer.text);
        shop
    }

    /// The demo shop.
    pub(crate) fn demo() -> Self {
        let served = demo();
        Self { served, key: DEMO_KEY, email: "owner@demo.example", password: "demo demo demo", _folder: None }
    }

    /// The key for a page, as the demo printed it.
    pub(crate) fn publishable_key(&self) -> &str {
        let printed = &self.served.printed;
        let at = printed.find("pk_").expect("the key is printed");
        printed[at..].split_whitespace().next().unwrap()
    }

    /// Where the first account is made: what the server printed.
    pub(crate) fn setup_path(&self) -> String {
        let printed = &self.served.printed;
        let at = printed.find("/admin/setup?token=").expect("the link is printed");
        printed[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody who is not signed in.
    pub(crate) fn visitor(&self, chromium: &Chromium) -> Tab {
        Tab::open(chromium, &self.served.base)
    }

    /// The owner, signed in.
    pub(crate) fn owner(&self, chromium: &Chromium) -> Tab {
        let mut tab = self.visitor(chromium);
        tab.go("/admin/sign-in");
        self.sign_in(&mut tab);
        tab.actions = 0;
        tab
    }

    /// Signs the owner in, on the page for it.
    pub(crate) fn sign_in(&self, tab: &mut Tab) {
        tab.fill("E-mail", self.email);
        tab.fill("Password", self.password);
        tab.click_on("Sign in");
        tab.see("Coupons");
    }

    /// Makes a coupon with the API, and answers with its id.
    pub(crate) fn make_coupon(&self, name: &str, code: &str, more: &Value) -> String {
        let mut body = json!({
            "name": name, "code": code, "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 20 }]
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.make("/v1/coupons", &body)
    }

    /// Makes something with the API, and answers with its id.
    pub(crate) fn make(&self, path: &str, body: &Value) -> String {
        let mut key = vec![format!("Authorization: Bearer {}", self.key), "Content-Type: application/json".to_owned()];
        if path == "/v1/redemptions" {
            key.push(format!("Idempotency-Key: {}", body["order_id"].as_str().unwrap()));
        }
        let answer = send(&self.served.base, "POST", path, &key, &body.to_string());
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.text);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Changes something with the API.
    pub(crate) fn change(&self, path: &str, body: &Value) {
        let headers =
            [format!("Authorization: Bearer {}", self.key), "Content-Type: application/merge-patch+json".to_owned()];
        let answer = send(&self.served.base, "PATCH", path, &headers, &body.to_string());
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn base(&self) -> &str {
        &self.served.base
    }

    /// What the API answers.
    pub(crate) fn read(&self, path: &str) -> Value {
        get(&self.served.base, path, self.key).json()
    }

    /// The state of a coupon.
    pub(crate) fn state(&self, id: &str) -> String {
        self.read(&format!("/v1/coupons/{id}"))["state"].as_str().unwrap().to_owned()
    }

    /// The coupon with a code, as the API says it; none that is archived.
    pub(crate) fn coupon(&self, code: &str) -> Value {
        let list = self.read(&format!("/v1/coupons?q={code}"));
        let found = list["data"].as_array().unwrap().iter().find(|coupon| coupon["code"] == code);
        found.unwrap_or_else(|| panic!("there is no coupon {code}: {list}")).clone()
    }
}
