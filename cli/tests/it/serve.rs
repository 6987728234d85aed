//! `serve`, `keys`, `migrate` and `doctor` on a database file.

use tempfile::TempDir;

use crate::http::{get, post};
use crate::process::{run, start, tessera};

const CART: &str = r#"{"cart":{"currency":"USD","line_items":[{"product_id":"a","quantity":1,"unit_price":1000}]}}"#;

fn database(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("shop.db").display())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_first_serve_says_how_to_make_a_key_and_a_key_made_beside_it_works() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let shop = start(&mut tessera(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]), "keys create --database");
    assert!(shop.printed.contains("There is no API key yet"), "{}", shop.printed);
    let created = run(&["keys", "--database", &url, "create", "--name", "first", "--scopes", "quotes"]);
    assert!(created.status.success(), "{}", text(&created.stderr));
    let secret = text(&created.stdout).trim().to_owned();
    assert!(secret.starts_with("sk_"), "the secret alone is on standard output: {secret}");

    assert_eq!(post(&shop.base, "/v1/quotes", &secret, CART).status, 200);
    assert_eq!(get(&shop.base, "/v1/coupons", &secret).json()["code"], "scope_missing");

    let listed = text(&run(&["keys", "--database", &url, "list"]).stdout);
    assert!(listed.contains("first") && listed.contains("quotes") && !listed.contains(&secret), "{listed}");
    let (header, row) = listed.split_once('\n').unwrap();
    assert!(header.starts_with("ID ") && header.ends_with("SCOPES"), "{listed}");
    let id = row.split_whitespace().next().unwrap().to_owned();
    assert!(run(&["keys", "--database", &url, "revoke", &id]).status.success());
    // Another process sees it within a second; the bound here is generous and only ends a hopeless wait.
    let refused = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        post(&shop.base, "/v1/quotes", &secret, CART).status == 401
    });
    assert!(refused, "a revoked key is refused");
}

#[test]
fn a_publishable_key_prices_and_does_nothing_else() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let created = run(&["keys", "--database", &url, "create", "--name", "page", "--publishable"]);
    assert!(created.status.success(), "the first key may be made before the first serve: {}", text(&created.stderr));
    let secret = text(&created.stdout).trim().to_owned();
    assert!(secret.starts_with("pk_"));
    let shop = start(&mut tessera(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]), "http://");
    let quote = post(&shop.base, "/v1/quotes", &secret, CART).json();
    assert_eq!(quote["verified"], false, "{quote}");
    assert_eq!(get(&shop.base, "/v1/coupons", &secret).json()["code"], "publishable_key");
    let forged = CART.replace("\"unit_price\":1000", "\"unit_price\":1000,\"unit_cost\":1");
    let refused = post(&shop.base, "/v1/quotes", &secret, &forged).json();
    assert_eq!(refused["errors"][0]["pointer"], "/cart/line_items/0/unit_cost", "{refused}");
}

#[test]
fn the_operators_key_is_installed_and_a_weak_one_refused() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let secret = "sk_0123456789abcdefghijklmnop";
    let mut command = tessera(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    let shop = start(command.env("TESSERA_SECRET_KEY", secret), "http://");
    assert_eq!(get(&shop.base, "/v1/coupons", secret).status, 200);
    drop(shop);
    let weak = tessera(&["serve", "--database", &url]).env("TESSERA_SECRET_KEY", "sk_short").output().unwrap();
    assert!(!weak.status.success());
    assert!(text(&weak.stderr).contains("at least 24"), "{}", text(&weak.stderr));
}

#[test]
fn a_start_that_fails_makes_no_database() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let weak = run(&["serve", "--database", &url, "--listen", "127.0.0.1:0", "--secret-key", "sk_short"]);
    assert!(!weak.status.success());
    assert!(text(&weak.stderr).contains("(--secret-key or TESSERA_SECRET_KEY)"), "{}", text(&weak.stderr));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = run(&["serve", "--database", &url, "--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(!busy.status.success());
    let said = text(&busy.stderr);
    assert!(said.contains("is another Tessera running? Choose another address with --listen"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_key_in_a_new_database_is_said_and_other_failures_stay() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let create = |name: &str| run(&["keys", "create", "--database", &url, "--name", name, "--scopes", "all"]);
    let made = text(&create("first").stderr);
    assert!(made.contains(&format!("made a new database at {}", folder.path().join("shop.db").display())), "{made}");
    let again = create("second");
    assert!(again.status.success() && !text(&again.stderr).contains("new database"), "{}", text(&again.stderr));
    let listed = text(&run(&["keys", "list", "--database", &url]).stdout);
    assert!(listed.lines().skip(1).all(|line| line.ends_with("  all")), "{listed}");

    let other = folder.path().join("other.db");
    std::fs::write(&other, "").unwrap();
    let url = format!("sqlite:{}", other.display());
    let refused = run(&["keys", "create", "--database", &url, "--name", "first", "--scopes", "all"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("tessera migrate --database"), "{}", text(&refused.stderr));
    assert!(run(&["migrate", "--database", &url]).status.success());
    let empty = text(&run(&["keys", "list", "--database", &url]).stdout);
    assert!(empty.contains(&format!("tessera keys create --database {url} ")), "{empty}");
}

#[test]
fn a_key_that_is_asked_for_wrongly_makes_no_database() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let create = |more: &[&str]| run(&[&["keys", "create", "--database", &url], more].concat());
    let help = create(&["--scopes", "help"]);
    assert!(help.status.success() && text(&help.stdout).contains("redemptions"), "{}", text(&help.stderr));
    for (more, words) in [
        (&["--name", "first", "--scopes", "quotas"][..], "there is no scope `quotas`"),
        (&["--scopes", "quotes"], "--name checkout"),
    ] {
        let refused = create(more);
        assert!(!refused.status.success());
        assert!(text(&refused.stderr).contains(words), "{}", text(&refused.stderr));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_slip_in_an_argument_names_the_way_out() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("none");
    let in_missing = format!("sqlite:{}", missing.join("shop.db").display());
    let no_folder = format!("the folder {} does not exist", missing.display());
    for (arguments, words) in [
        (&["serve", "--listen", "localhost"][..], "such as 127.0.0.1:7410"),
        (&["doctor", "--database", "shop.db"], "write sqlite:shop.db"),
        (&["serve", "--listen", "127.0.0.1:0", "--database", &in_missing], &no_folder),
        (&["migrate", "--database", &in_missing], &no_folder),
        (&["doctor", "--database", &in_missing], &no_folder),
        (&["keys", "create", "--name", "a", "--scopes", "all", "--database", &in_missing], &no_folder),
    ] {
        let refused = run(arguments);
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(text(&refused.stderr).contains(words), "{arguments:?}: {}", text(&refused.stderr));
    }
}

#[test]
fn a_second_serving_process_is_refused() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let _first = start(&mut tessera(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]), "http://");
    let second = run(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    assert!(!second.status.success());
    assert!(text(&second.stderr).contains("shop.db"), "{}", text(&second.stderr));
}

#[test]
fn a_postgres_that_is_away_and_unknown_databases_get_a_clear_answer() {
    // Nobody listens at port 1.
    let postgres = run(&["serve", "--database", "postgres://ana:hunter2@127.0.0.1:1/shop"]);
    assert!(!postgres.status.success());
    let said = text(&postgres.stderr);
    assert!(said.contains("cannot connect to PostgreSQL at 127.0.0.1") && !said.contains("hunter2"), "{said}");
    let unknown = run(&["migrate", "--database", "mysql://localhost/shop"]);
    assert!(!unknown.status.success());
    assert!(text(&unknown.stderr).contains("sqlite:"), "it names the way out: {}", text(&unknown.stderr));
}

#[test]
fn migrate_and_doctor_say_what_they_did_and_found() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    let made = run(&["migrate", "--database", &url]);
    assert!(text(&made.stdout).contains("is a new database") && text(&made.stdout).contains("applied 0001"));
    let again = run(&["migrate", "--database", &url]);
    assert!(!text(&again.stdout).contains("is a new database") && text(&again.stdout).contains("up to date"));
    let doctor = run(&["doctor", "--database", &url]);
    assert!(doctor.status.success(), "{}", text(&doctor.stdout));
    assert!(text(&doctor.stdout).contains("checks hold"), "{}", text(&doctor.stdout));
    let missing = run(&["doctor", "--database", "sqlite:/nowhere/at-all.db"]);
    assert!(!missing.status.success(), "a database that is not there is not healthy");
}

#[test]
fn the_token_secret_is_shown_again_and_rotated() {
    let folder = TempDir::new().unwrap();
    let url = database(&folder);
    assert!(!run(&["keys", "token-secret", "--database", &url]).status.success(), "it makes no database");
    assert!(run(&["migrate", "--database", &url]).status.success());
    let ask = |more: &[&str]| run(&[&["keys", "token-secret", "--database", &url], more].concat());
    let shown = ask(&[]);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    let secret = text(&shown.stdout).trim().to_owned();
    assert!(secret.starts_with("tks_") && secret.len() == 56, "{secret}");
    assert!(!text(&shown.stderr).contains(&secret));
    assert_eq!(text(&ask(&[]).stdout).trim(), secret);
    let rotated = ask(&["--rotate"]);
    assert!(text(&rotated.stderr).contains("24 hours"), "{}", text(&rotated.stderr));
    assert_ne!(text(&rotated.stdout).trim(), secret);
    assert_eq!(text(&ask(&[]).stdout), text(&rotated.stdout));
    assert!(text(&ask(&["--rotate", "--at-once"]).stderr).contains("refused from now on"));
    assert!(!ask(&["--at-once"]).status.success());
}
