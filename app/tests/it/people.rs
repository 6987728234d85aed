//! People: the first account, signing in and out, what a role may do.

use serde_json::{Value, json};
use tessera_app::sessions::{NewSession, SignIn, SignInRequest, SignedIn};
use tessera_app::users::{NewUser, Role, UserChange};
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::{Terms, from_json};

use crate::shop::{Shop, read};

const PASSWORD: &str = "correct horse battery";

fn ana() -> NewUser {
    NewUser {
        email: "Ana@Shop.Example".to_owned(),
        name: "Ana".to_owned(),
        password: PASSWORD.to_owned(),
        is_owner: false,
        roles: Vec::new(),
    }
}

fn ben(roles: &[Role]) -> NewUser {
    NewUser { email: "ben@shop.example".to_owned(), name: "Ben".to_owned(), roles: roles.to_vec(), ..ana() }
}

async fn sign_in(shop: &Shop, email: &str, password: &str, address: &str) -> Result<NewSession, Problem> {
    let request = SignInRequest {
        email: email.to_owned(),
        password: password.to_owned(),
        address: address.to_owned(),
        device: "Firefox".to_owned(),
        request_id: "req_1".to_owned(),
    };
    match shop.app.sign_in(request).await? {
        SignIn::Session(session) => Ok(session),
        SignIn::CodeAsked { token } => {
            Err(Problem::of(ErrorCode::SecondStepRefused).with("token", Value::String(token)))
        }
    }
}

async fn signed_in(shop: &Shop, email: &str) -> SignedIn {
    let session = sign_in(shop, email, PASSWORD, "192.0.2.1").await.map_err(|problem| problem.detail).unwrap();
    shop.app.find_session(&session.token).await.unwrap().unwrap()
}

async fn with_owner() -> Shop {
    let shop = Shop::open().await;
    shop.app.create_owner("req_1", ana()).await.unwrap();
    shop
}

fn by(signed_in: &SignedIn, body: &Value) -> Mutation {
    let body = body.to_string().into_bytes();
    Mutation { caller: signed_in.caller.clone(), body, ..Mutation::program("/admin") }
}

#[tokio::test]
async fn the_first_account_needs_what_the_server_prints_and_is_made_once() {
    let shop = Shop::open().await;
    assert!(shop.app.needs_setup().await.unwrap());
    let refused = shop.app.set_up("req_1", "guessed", ana()).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::SetupRefused);
    let token = shop.app.setup_token().to_owned();
    assert_eq!((token.len(), shop.app.setup_token()), (40, token.as_str()));
    let weak = NewUser { password: "short".to_owned(), name: " ".to_owned(), ..ana() };
    let faults = shop.app.set_up("req_1", &token, weak).await.unwrap_err().errors;
    let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/password"]);
    let made = read(&shop.app.set_up("req_1", &token, ana()).await.unwrap());
    assert_eq!((&made["email"], &made["is_owner"]), (&json!("Ana@shop.example".to_lowercase()), &json!(true)));
    assert!(!shop.app.needs_setup().await.unwrap());
    let again = shop.app.set_up("req_1", &token, ben(&[])).await.unwrap_err();
    assert_eq!(again.error, ErrorCode::SetupRefused);
}

#[tokio::test]
async fn who_signs_in_is_known_until_they_sign_out() {
    let shop = with_owner().await;
    shop.at("2026-06-03T12:00:30Z");
    let session = sign_in(&shop, " ana@shop.example ", PASSWORD, "192.0.2.1").await.ok().unwrap();
    let found = shop.app.find_session(&session.token).await.unwrap().unwrap();
    assert_eq!((found.user.name.as_str(), found.user.is_owner), ("Ana", true));
    assert!(found.caller.key_id.starts_with("usr_"));
    assert!(shop.app.find_session("nothing").await.unwrap().is_none());
    assert!(shop.app.find_session(&"x".repeat(43)).await.unwrap().is_none());
    shop.at("2026-06-03T12:01:00Z");
    shop.app.end_session(&found, &found.session_id, "req_2").await.unwrap();
    assert!(shop.app.find_session(&session.token).await.unwrap().is_none());
    let audit = shop.app.list_audit(&Caller::program(), PageRequest::default()).await.unwrap();
    let done: Vec<_> = audit.data.iter().map(|entry| (entry.action.as_str(), entry.actor.clone())).collect();
    let id = found.user.id;
    assert_eq!(done, [("set_up", "program".to_owned()), ("sign_in", id.clone()), ("end_session", id)]);
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_a_week_in_any_case() {
    let shop = with_owner().await;
    let unused = sign_in(&shop, "ana@shop.example", PASSWORD, "192.0.2.1").await.ok().unwrap();
    let used = sign_in(&shop, "ana@shop.example", PASSWORD, "192.0.2.1").await.ok().unwrap();
    for day in 3..10 {
        for hour in ["13", "21"] {
            shop.at(&format!("2026-06-{day:02}T{hour}:00:00Z"));
            assert!(shop.app.find_session(&used.token).await.unwrap().is_some(), "{day} {hour}");
        }
        shop.at(&format!("2026-06-{:02}T06:00:00Z", day + 1));
        assert!(shop.app.find_session(&used.token).await.unwrap().is_some(), "{day}");
    }
    assert!(shop.app.find_session(&unused.token).await.unwrap().is_none());
    shop.at("2026-06-10T12:00:00Z");
    assert!(shop.app.find_session(&used.token).await.unwrap().is_none());
}

#[tokio::test]
async fn wrong_passwords_are_throttled_where_they_come_from() {
    let shop = with_owner().await;
    for (email, password) in [("ana@shop.example", "wrong password"), ("nobody@shop.example", PASSWORD)] {
        for _ in 0..10 {
            let refused = sign_in(&shop, email, password, "192.0.2.9").await.err().unwrap();
            assert_eq!(refused.error, ErrorCode::SignInRefused);
        }
        let refused = sign_in(&shop, email, PASSWORD, "192.0.2.9").await.err().unwrap();
        assert_eq!(refused.error, ErrorCode::RateLimited);
    }
    assert!(sign_in(&shop, "ana@shop.example", PASSWORD, "192.0.2.1").await.is_ok(), "not from elsewhere");
    shop.at("2026-06-03T12:15:00Z");
    assert!(sign_in(&shop, "ana@shop.example", PASSWORD, "192.0.2.9").await.is_ok(), "and not for ever");
}

#[tokio::test]
async fn a_role_allows_what_it_says() {
    let shop = with_owner().await;
    let owner = signed_in(&shop, "ana@shop.example").await;
    let made = shop.app.create_user(by(&owner, &json!({})), ben(&[Role::Edit])).await.unwrap();
    let taken = shop.app.create_user(by(&owner, &json!({})), ben(&[])).await.unwrap_err();
    assert_eq!(taken.error, ErrorCode::EmailTaken);
    let editor = signed_in(&shop, "ben@shop.example").await;
    let refused = shop.app.list_users(&editor.caller).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::ScopeMissing);
    let coupon = |status: &str| {
        let body = json!({ "name": "Spring", "status": status, "code": status,
            "benefits": [{ "kind": "percent_off", "percent": 10 }] });
        from_json::<Terms>(body.to_string().as_bytes()).unwrap()
    };
    let refused = shop.app.create_coupon(by(&editor, &json!({})), coupon("enabled")).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::ScopeMissing);
    let draft = read(&shop.app.create_coupon(by(&editor, &json!({})), coupon("draft")).await.unwrap());
    let id = draft["id"].as_str().unwrap();
    shop.app.update_coupon(by(&editor, &json!({ "name": "Spring sale" })), id).await.unwrap();
    let refused = shop.app.enable_coupon(by(&editor, &json!({})), id).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::ScopeMissing);
    shop.app.enable_coupon(by(&owner, &json!({})), id).await.unwrap();
    for refused in [
        shop.app.update_coupon(by(&editor, &json!({ "name": "Mine" })), id).await,
        shop.app.pause_coupon(by(&editor, &json!({})), id).await,
        shop.app.archive_coupon(Mutation { body: Vec::new(), ..by(&editor, &json!({})) }, id).await,
        shop.app.duplicate_coupon(by(&editor, &json!({ "status": "enabled" })), id).await,
        shop.app.run_coupon_again(by(&editor, &json!({ "validity": {} })), id).await,
    ] {
        assert!(matches!(refused.unwrap_err().error, ErrorCode::ScopeMissing | ErrorCode::CouponRunning));
    }
    let change =
        |roles: &[Role]| UserChange { version: 1, rights: Some((false, roles.to_vec())), ..UserChange::default() };
    let user_id = read(&made)["id"].as_str().unwrap().to_owned();
    shop.app.update_user(by(&owner, &json!({})), &user_id, change(&[Role::Edit, Role::Publish])).await.unwrap();
    let publisher = signed_in(&shop, "ben@shop.example").await;
    shop.app.pause_coupon(by(&publisher, &json!({})), id).await.unwrap();
    let late = shop.app.update_user(by(&owner, &json!({})), &user_id, change(&[])).await.unwrap_err();
    assert_eq!(late.error, ErrorCode::VersionConflict);
}

#[tokio::test]
async fn the_last_owner_stays_and_who_is_disabled_is_out() {
    let shop = with_owner().await;
    let owner = signed_in(&shop, "ana@shop.example").await;
    let disable = |version| UserChange { version, disabled: Some(true), ..UserChange::default() };
    let refused = shop.app.update_user(by(&owner, &json!({})), &owner.user.id, disable(1)).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::LastOwner);
    let made = shop.app.create_user(by(&owner, &json!({})), ben(&[])).await.unwrap();
    let user_id = read(&made)["id"].as_str().unwrap().to_owned();
    let session = sign_in(&shop, "ben@shop.example", PASSWORD, "192.0.2.1").await.ok().unwrap();
    shop.app.update_user(by(&owner, &json!({})), &user_id, disable(1)).await.unwrap();
    assert!(shop.app.find_session(&session.token).await.unwrap().is_none());
    let refused = sign_in(&shop, "ben@shop.example", PASSWORD, "192.0.2.1").await.err().unwrap();
    assert_eq!(refused.error, ErrorCode::SignInRefused);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let shop = with_owner().await;
    let other = sign_in(&shop, "ana@shop.example", PASSWORD, "192.0.2.1").await.ok().unwrap();
    let here = signed_in(&shop, "ana@shop.example").await;
    let change = async |present: &str, new: &str| {
        let mutation = by(&here, &json!({}));
        shop.app.change_password(mutation, &here, present.to_owned(), new.to_owned()).await
    };
    assert_eq!(change("wrong password", "a new password").await.unwrap_err().error, ErrorCode::SignInRefused);
    assert_eq!(change(PASSWORD, "short").await.unwrap_err().error, ErrorCode::InvalidBody);
    change(PASSWORD, "a new password").await.unwrap();
    assert!(shop.app.find_session(&other.token).await.unwrap().is_none());
    let left = shop.app.list_sessions(&here).await.unwrap();
    assert_eq!(left.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), [here.session_id.as_str()]);
    assert!(sign_in(&shop, "ana@shop.example", "a new password", "192.0.2.1").await.is_ok());
}
