//! `users`: who has an account, and letting back in who is locked out.

use tempfile::TempDir;
use tessera_app::store::{OpenOptions, Store};
use tessera_app::users::NewUser;
use tessera_app::{App, StartOptions};

use crate::process::run;

#[tokio::test]
async fn who_is_locked_out_is_let_back_in() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let options = OpenOptions { create: true, ..OpenOptions::default() };
    let store = Store::open(&url, options).await.unwrap();
    store.migrate().await.unwrap();
    let app = App::start(store.clone(), StartOptions::default()).await.unwrap();
    let owner = NewUser {
        email: "ana@shop.example".to_owned(),
        name: "Ana".to_owned(),
        password: "correct horse battery".to_owned(),
        is_owner: true,
        roles: Vec::new(),
    };
    app.create_owner("req_1", owner).await.unwrap();
    store.close().await;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let listed = text(&run(&["users", "--database", &url, "list"]).stdout);
    assert!(
        listed.starts_with("ID ") && listed.contains("ana@shop.example") && listed.contains("everything"),
        "{listed}"
    );
    let reset = run(&["users", "--database", &url, "reset-password", "Ana@shop.example"]);
    let password = text(&reset.stdout).trim().to_owned();
    assert!(reset.status.success() && password.len() == 23 && !password.contains(' '), "{password}");
    assert!(!text(&reset.stderr).contains(&password));
    let off = run(&["users", "--database", &url, "reset-two-step", "ana@shop.example"]);
    assert!(!off.status.success() && text(&off.stderr).contains("no two-step sign-in"), "{}", text(&off.stderr));
    let nobody = run(&["users", "--database", &url, "reset-password", "ben@shop.example"]);
    assert!(!nobody.status.success() && text(&nobody.stderr).contains("nobody signs in with ben@shop.example"));
}
