//! Somebody with a browser that keeps cookies.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http_body_util::BodyExt as _;
use tessera_shop::ShopOptions;
use tower::ServiceExt as _;

/// The shop whose API is at an address.
pub(crate) fn shop(api: SocketAddr) -> Router {
    tessera_shop::router(ShopOptions {
        api: format!("http://{api}"),
        browser_api: None,
        publishable_key: "pk_1".to_owned(),
        secret_key: "sk_1".to_owned(),
        token_secret: "secret".to_owned(),
        name: "Shop".to_owned(),
        currency: "USD".to_owned(),
        prices_include_tax: false,
        services: vec![tessera_shop::Service::new("ground", "Ground", "Standard", 0)],
        advertised_codes: Vec::new(),
        customers: vec!["ben".to_owned()],
    })
    .unwrap()
}

/// An address to come from.
pub(crate) const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

/// Somebody at the shop.
pub(crate) struct Visitor {
    shop: Router,
    cookies: BTreeMap<String, String>,
    address: IpAddr,
}

/// What they are shown.
pub(crate) struct Shown {
    /// Where they are sent.
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Visitor {
    pub(crate) fn new(shop: &Router, address: IpAddr) -> Self {
        Self { shop: shop.clone(), cookies: BTreeMap::new(), address }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Shown {
        self.send(Request::get(path), String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Shown {
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, form.to_owned()).await
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: String) -> Shown {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 5_000)));
        let answer = self.shop.clone().oneshot(request).await.unwrap();
        let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = header(LOCATION).unwrap_or_default();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Shown { location, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }
}
