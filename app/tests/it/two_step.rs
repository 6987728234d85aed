//! Two-step sign-in: what is asked for, what is taken and how often.

use jiff::Timestamp;
use serde_json::{Value, json};
use tessera_app::sessions::{CodeRequest, NewSession, SignIn, SignInRequest, SignedIn};
use tessera_app::two_step::shown_code;
use tessera_app::users::{NewUser, UserChange};
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest, Problem};

use crate::shop::Shop;

const PASSWORD: &str = "correct horse battery";
const NOON: &str = "2026-06-03T12:00:00Z";

fn person(email: &str) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Ana".to_owned(),
        password: PASSWORD.to_owned(),
        is_owner: false,
        roles: Vec::new(),
    }
}

fn by(signed_in: &SignedIn) -> Mutation {
    Mutation { caller: signed_in.caller.clone(), ..Mutation::program("/admin") }
}

async fn sign_in(shop: &Shop, email: &str) -> SignIn {
    let request = SignInRequest {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        address: "192.0.2.1".to_owned(),
        device: "Firefox".to_owned(),
        request_id: "req_1".to_owned(),
    };
    shop.app.sign_in(request).await.unwrap()
}

async fn signed_in(shop: &Shop, email: &str) -> SignedIn {
    let SignIn::Session(session) = sign_in(shop, email).await else { panic!("a code was asked for") };
    shop.app.find_session(&session.token).await.unwrap().unwrap()
}

async fn asked(shop: &Shop, email: &str) -> String {
    let SignIn::CodeAsked { token } = sign_in(shop, email).await else { panic!("no code was asked for") };
    token
}

async fn give(shop: &Shop, token: &str, code: &str, address: &str) -> Result<NewSession, Problem> {
    let request = CodeRequest {
        token: token.to_owned(),
        code: code.to_owned(),
        address: address.to_owned(),
        device: "Firefox".to_owned(),
        request_id: "req_2".to_owned(),
    };
    shop.app.sign_in_with_code(request).await
}

/// A shop whose owner switched two-step sign-in on at noon; their secret and recovery codes.
async fn with_two_step() -> (Shop, SignedIn, String, Vec<String>) {
    let shop = Shop::open().await;
    shop.at(NOON);
    shop.app.create_owner("req_1", person("ana@shop.example")).await.unwrap();
    let ana = signed_in(&shop, "ana@shop.example").await;
    let begun = shop.app.begin_two_step(&ana, PASSWORD.to_owned()).await.unwrap();
    let codes = shop.app.confirm_two_step(by(&ana), &ana, &code(&begun.secret, NOON)).await.unwrap();
    (shop, ana, begun.secret, codes)
}

fn code(secret: &str, at: &str) -> String {
    shown_code(secret, at.parse::<Timestamp>().unwrap()).unwrap()
}

fn error<T>(result: Result<T, Problem>) -> ErrorCode {
    result.map(drop).unwrap_err().error
}

#[tokio::test]
async fn it_is_on_once_the_authenticator_gave_a_code() {
    let shop = Shop::open().await;
    shop.at(NOON);
    shop.app.create_owner("req_1", person("ana@shop.example")).await.unwrap();
    let other = signed_in(&shop, "ana@shop.example").await;
    let ana = signed_in(&shop, "ana@shop.example").await;
    assert_eq!(error(shop.app.begin_two_step(&ana, "wrong password".to_owned()).await), ErrorCode::SignInRefused);
    let begun = shop.app.begin_two_step(&ana, PASSWORD.to_owned()).await.unwrap();
    assert_eq!((begun.secret.len(), begun.qr.starts_with(b"\x89PNG")), (32, true));
    signed_in(&shop, "ana@shop.example").await;
    let wrong = code(&begun.secret, "2026-06-03T13:00:00Z");
    assert_eq!(error(shop.app.confirm_two_step(by(&ana), &ana, &wrong).await), ErrorCode::SecondStepRefused);
    assert!(shop.app.read_enrolment(&ana, &begun.proof).await.unwrap() == begun);
    let codes = shop.app.confirm_two_step(by(&ana), &ana, &code(&begun.secret, NOON)).await.unwrap();
    assert_eq!((codes.len(), shop.app.count_recovery_codes(&ana).await.unwrap()), (10, 10));
    assert_eq!(
        error(shop.app.read_enrolment(&ana, &begun.proof).await),
        ErrorCode::NotFound,
        "the secret is shown no more"
    );
    assert_eq!(error(shop.app.begin_two_step(&ana, PASSWORD.to_owned()).await), ErrorCode::SecondStepRefused);
    let sessions = shop.app.list_sessions(&ana).await.unwrap();
    assert_eq!(sessions.len(), 1, "the others ended: {}", other.session_id);
    let user = shop.app.list_users(&Caller::program()).await.unwrap().remove(0);
    assert_eq!(user.two_step_since, Some(NOON.parse().unwrap()));
}

#[tokio::test]
async fn what_is_begun_is_confirmed_soon() {
    let shop = Shop::open().await;
    shop.at(NOON);
    shop.app.create_owner("req_1", person("ana@shop.example")).await.unwrap();
    let ana = signed_in(&shop, "ana@shop.example").await;
    let begun = shop.app.begin_two_step(&ana, PASSWORD.to_owned()).await.unwrap();
    let late = "2026-06-03T12:30:00Z";
    shop.at(late);
    let refused = shop.app.confirm_two_step(by(&ana), &ana, &code(&begun.secret, late)).await;
    assert_eq!(error(refused), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let (shop, ana, secret, _) = with_two_step().await;
    let token = asked(&shop, "ana@shop.example").await;
    assert!(shop.app.find_session(&token).await.unwrap().is_none(), "the password alone is no session");
    let used = give(&shop, &token, &code(&secret, NOON), "192.0.2.1").await;
    assert_eq!(error(used), ErrorCode::SecondStepRefused, "it switched it on");
    let next = "2026-06-03T12:00:30Z";
    let session = give(&shop, &token, &code(&secret, next), "192.0.2.1").await.map_err(|it| it.detail).ok().unwrap();
    let found = shop.app.find_session(&session.token).await.unwrap().unwrap();
    assert_eq!(found.user.id, ana.user.id);
    shop.at(next);
    let again = give(&shop, &token, &code(&secret, "2026-06-03T12:01:00Z"), "192.0.2.1").await;
    assert_eq!(error(again), ErrorCode::SignInRefused, "what the browser held is over");
    let token = asked(&shop, "ana@shop.example").await;
    let again = give(&shop, &token, &code(&secret, next), "192.0.2.1").await;
    assert_eq!(error(again), ErrorCode::SecondStepRefused, "a code is taken once");
    shop.at("2026-06-03T12:10:30Z");
    let late = give(&shop, &token, &code(&secret, "2026-06-03T12:10:30Z"), "192.0.2.1").await;
    assert_eq!(error(late), ErrorCode::SignInRefused, "ten minutes after the password");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_is_told() {
    let (shop, ana, _, codes) = with_two_step().await;
    let token = asked(&shop, "ana@shop.example").await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert!(give(&shop, &token, &typed, "192.0.2.1").await.is_ok());
    assert_eq!(shop.app.count_recovery_codes(&ana).await.unwrap(), 9);
    let token = asked(&shop, "ana@shop.example").await;
    assert_eq!(error(give(&shop, &token, &typed, "192.0.2.1").await), ErrorCode::SecondStepRefused);
    let audit = shop.app.list_audit(&Caller::program(), PageRequest::default()).await.unwrap();
    let mut done: Vec<_> = audit.data.iter().map(|entry| entry.action.as_str()).collect();
    // All of one instant: their order is none.
    done.sort_unstable();
    assert_eq!(done, ["confirm_two_step", "set_up", "sign_in", "sign_in_with_code"]);
    let filter = tessera_app::events::EventFilter { aggregate: Some(ana.user.id.clone()), kind: None };
    let events = shop.app.list_events(&Caller::program(), filter, PageRequest::default()).await.unwrap();
    let told = events.data.iter().find(|event| event.kind == "user.recovery_code_used").unwrap();
    let told = serde_json::to_value(&told.data).unwrap();
    assert_eq!(told, json!({ "id": ana.user.id, "left": 9 }));
    assert!(!Value::String(format!("{:?}", events.data)).to_string().contains(&codes[3]), "no code is told");
    let old = shop.app.make_recovery_codes(by(&ana), &ana, PASSWORD.to_owned(), &codes[4]).await.unwrap();
    assert_eq!((old.len(), shop.app.count_recovery_codes(&ana).await.unwrap()), (10, 10));
    let gone = shop.app.make_recovery_codes(by(&ana), &ana, PASSWORD.to_owned(), &codes[5]).await;
    assert_eq!(error(gone), ErrorCode::SecondStepRefused);
}

#[tokio::test]
async fn codes_are_throttled_as_passwords_are() {
    let (shop, _, secret, recovery) = with_two_step().await;
    let token = asked(&shop, "ana@shop.example").await;
    for _ in 0..10 {
        let refused = give(&shop, &token, "not a code", "192.0.2.9").await;
        assert_eq!(error(refused), ErrorCode::SecondStepRefused);
    }
    let next = code(&secret, "2026-06-03T12:00:30Z");
    assert_eq!(error(give(&shop, &token, &next, "192.0.2.9").await), ErrorCode::RateLimited);
    assert!(give(&shop, &token, &next, "192.0.2.1").await.is_ok(), "not from elsewhere");
    let token = asked(&shop, "ana@shop.example").await;
    for attempt in 0..40 {
        let address = format!("198.51.100.{attempt}");
        let refused = error(give(&shop, &token, "000000", &address).await);
        // The one that switched it on and a right one came before; what is no code of six digits does not count.
        let expected = if attempt < 28 { ErrorCode::SecondStepRefused } else { ErrorCode::RateLimited };
        assert_eq!(refused, expected, "{attempt}");
    }
    assert!(give(&shop, &token, &recovery[0], "192.0.2.1").await.is_ok(), "its owner gets in with a recovery code");
}

#[tokio::test]
async fn it_ends_with_password_and_code_or_by_an_owner() {
    let (shop, ana, secret, _) = with_two_step().await;
    let next = "2026-06-03T12:00:30Z";
    shop.at(next);
    let end = async |password: &str, code: &str| {
        shop.app.end_two_step(by(&ana), &ana, password.to_owned(), code).await.map(drop)
    };
    assert_eq!(error(end("wrong password", &code(&secret, next)).await), ErrorCode::SignInRefused);
    assert_eq!(error(end(PASSWORD, "000 00").await), ErrorCode::SecondStepRefused);
    assert_eq!(error(shop.app.reset_two_step(by(&ana), &ana.user.id).await), ErrorCode::InvalidBody);
    end(PASSWORD, &code(&secret, next)).await.unwrap();
    signed_in(&shop, "ana@shop.example").await;

    shop.app.create_user(by(&ana), person("ben@shop.example")).await.unwrap();
    let ben = signed_in(&shop, "ben@shop.example").await;
    assert_eq!(error(shop.app.reset_two_step(by(&ana), &ben.user.id).await), ErrorCode::NotFound);
    let begun = shop.app.begin_two_step(&ben, PASSWORD.to_owned()).await.unwrap();
    shop.app.confirm_two_step(by(&ben), &ben, &code(&begun.secret, next)).await.unwrap();
    let waiting = asked(&shop, "ben@shop.example").await;
    assert_eq!(error(shop.app.reset_two_step(by(&ben), &ana.user.id).await), ErrorCode::ScopeMissing);
    shop.app.reset_two_step(by(&ana), &ben.user.id).await.unwrap();
    assert!(shop.app.list_sessions(&ben).await.unwrap().is_empty(), "their sessions ended");
    let late = give(&shop, &waiting, &code(&begun.secret, "2026-06-03T12:01:00Z"), "192.0.2.1").await;
    assert_eq!(error(late), ErrorCode::SignInRefused);
    signed_in(&shop, "ben@shop.example").await;
}

#[tokio::test]
async fn a_new_password_ends_what_waits_for_its_code() {
    let (shop, ana, secret, _) = with_two_step().await;
    let waiting = asked(&shop, "ana@shop.example").await;
    let change = UserChange { version: 1, password: Some("another password".to_owned()), ..UserChange::default() };
    shop.app.update_user(Mutation::program("/admin"), &ana.user.id, change).await.unwrap();
    let late = give(&shop, &waiting, &code(&secret, "2026-06-03T12:00:30Z"), "192.0.2.1").await;
    assert_eq!(error(late), ErrorCode::SignInRefused);
}
