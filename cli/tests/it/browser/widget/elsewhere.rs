//! The box on a page of another origin: the example shop, served as files by a server that knows nothing of Tessera.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use serde_json::json;

use super::{IN_PAGE, click, enter, look, once, see};
use crate::browser::chromium::Chromium;
use crate::browser::shop::Shop;
use crate::browser::tab::Tab;

/// Serves the files of the example shop with a key and an address in `config.js`, until the test ends; answers with its
/// origin.
fn serve_example(key: &str, api: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let (key, api) = (key.to_owned(), api.to_owned());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (key, api) = (key.clone(), api.clone());
            thread::spawn(move || answer(&stream, &key, &api));
        }
    });
    origin
}

fn answer(mut stream: &TcpStream, key: &str, api: &str) -> Option<()> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?;
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = first.split(' ').nth(1)?.split('?').next()?.trim_start_matches('/');
    let name = if path.is_empty() { "index.html" } else { path };
    let kind = match name {
        "index.html" => "text/html",
        "shop.css" => "text/css",
        "shop.js" | "config.js" => "text/javascript",
        _ => return write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok(),
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../clients/example-shop").join(name);
    let text = fs::read_to_string(file).ok()?;
    let text = text.replace("pk_...", key).replace("http://127.0.0.1:7410", api);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    write!(stream, "{head}{text}").ok()
}

#[test]
fn the_example_shop_works_from_another_origin() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let origin = serve_example(shop.publishable_key(), shop.base());
    shop.change("/v1/settings", &json!({ "storefront_origins": [origin] }));
    let mut tab = Tab::open(&chromium, &origin);
    tab.go("/?coupon=FREEGROUND");
    tab.click_on("Add");
    tab.value(IN_PAGE);
    see(&tab, "FREEGROUND is kept until it applies.");
    for _ in 0..2 {
        tab.click_on("Add");
    }
    see(&tab, "FREEGROUND is applied.");
    enter(&mut tab, "WELCOME10");
    see(&tab, "Sign in or enter your e-mail.");
    click(&mut tab, "Sign in");
    once(&tab, "document.activeElement.name === 'email'");
    tab.type_words("ana@shop.example\t");
    tab.value("document.activeElement.blur(); true");
    see(&tab, "Welcome: 10% off your order WELCOME10 −$");
    look(&mut tab, "example-shop");
    tab.click_on("Place the order");
    tab.see("Thank you! $");
}

#[test]
fn a_page_that_is_not_allowed_is_told_nothing() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let origin = serve_example(shop.publishable_key(), shop.base());
    let mut tab = Tab::open(&chromium, &origin);
    tab.expect("blocked by CORS policy");
    tab.expect("net::ERR_FAILED");
    tab.expect("does its storefront_origins list this page?");
    tab.go("/");
    tab.click_on("Add");
    tab.value(IN_PAGE);
    see(&tab, "Codes cannot be checked right now. They are kept.");
    assert_eq!(tab.value("box.quote"), serde_json::Value::Null);
}
