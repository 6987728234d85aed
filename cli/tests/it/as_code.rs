//! `coupons apply`, `coupons export` and `import` against the real binary.

use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::http::{DEMO_KEY, get};
use crate::process::{demo, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn coupons(base: &str, arguments: &[&str]) -> Output {
    let mut all = vec!["coupons", "--url", base, "--key", DEMO_KEY];
    all.extend(arguments);
    run(&all)
}

const FILE: &str = "coupons:
  - key: flash
    name: Flash sale
    status: enabled
    code: FLASH15
    benefits: [{ kind: percent_off, percent: 15 }]
  - key: quiet
    name: Quiet
    benefits: [{ kind: percent_off, percent: 5 }]
";

#[test]
fn a_file_is_planned_applied_changed_and_pruned() {
    let shop = demo();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("coupons.yaml");
    let file = path.to_str().unwrap();
    let apply = |content: &str, more: &[&str]| {
        std::fs::write(&path, content).unwrap();
        let mut arguments = vec!["apply", "-f", file];
        arguments.extend(more);
        let done = coupons(&shop.base, &arguments);
        (done.status.success(), text(&done.stdout), text(&done.stderr))
    };
    let count = |code: &str| {
        get(&shop.base, &format!("/v1/coupons?q={code}"), DEMO_KEY).json()["data"].as_array().unwrap().len()
    };

    let (ok, plan, _) = apply(FILE, &["--plan"]);
    assert!(
        ok && plan.contains("+ create   flash") && plan.contains("2 to create, 0 to change, 0 to archive"),
        "{plan}"
    );
    assert_eq!(count("FLASH15"), 0);
    let (ok, _, error) = apply(FILE, &[]);
    assert!(!ok && error.contains("--yes"), "{error}");
    let (ok, done, error) = apply(FILE, &["--yes"]);
    assert!(ok && done.contains("2 done, 0 refused"), "{done}{error}");
    assert_eq!(count("FLASH15"), 1);
    let (ok, again, _) = apply(FILE, &["--yes"]);
    assert!(ok && again.contains("0 to create, 0 to change, 0 to archive, 2 unchanged"), "{again}");

    let (ok, changed, error) = apply(&FILE.replace("percent: 15", "percent: 12.5"), &["--yes"]);
    assert!(ok && changed.contains("/benefits/0/percent: 15 -> 12.5"), "{changed}{error}");
    let one = get(&shop.base, "/v1/coupons?q=FLASH15", DEMO_KEY).json()["data"][0].clone();
    assert_eq!((&one["benefits"][0]["percent"], &one["version"]), (&serde_json::json!(12.5), &serde_json::json!(2)));

    let taken = "coupons: [{ key: other, name: Other, code: flash15, validity: { ends_at: 2027-06-30 } }]";
    let (ok, plan, error) = apply(taken, &["--plan"]);
    assert!(!ok && plan.contains("+ create   other") && error.contains("/coupons/0/code: `flash15` belongs to cpn_"));
    let dated = FILE.replace("name: Quiet", "name: Quiet\n    validity: { ends_at: 2027-06-30 }");
    let (ok, done, error) = apply(&dated, &["--yes"]);
    assert!(ok && done.contains("/validity/ends_at: null -> \"2027-0"), "{done}{error}");
    let (ok, again, _) = apply(&dated, &["--yes"]);
    assert!(ok && again.contains("2 unchanged"), "{again}");

    let only = FILE.split("  - key: quiet").next().unwrap();
    let (ok, pruned, error) = apply(only, &["--prune", "--yes"]);
    assert!(ok && pruned.contains("- archive  quiet"), "{pruned}{error}");
    assert_eq!(count("Quiet"), 0);
    assert!(count("") > 1, "what came from no file stays");
    let (ok, back, error) = apply(&FILE.replace("percent: 5 ", "percent: 6 "), &["--yes"]);
    assert!(ok && back.contains("^ restore  quiet") && back.contains("1 to restore"), "{back}{error}");
    let quiet = get(&shop.base, "/v1/coupons?q=Quiet", DEMO_KEY).json()["data"].clone();
    assert_eq!((quiet.as_array().unwrap().len(), &quiet[0]["benefits"][0]["percent"]), (1, &serde_json::json!(6)));
    assert_ne!(quiet[0]["state"], "active", "nothing goes live that no file says is enabled");
    let (ok, again, _) = apply(&FILE.replace("percent: 5 ", "percent: 6 "), &["--yes"]);
    assert!(ok && again.contains("2 unchanged"), "{again}");

    // A refusal points into the file and is a failure.
    let taken = format!("{only}  - {{ key: twin, name: Twin, code: flash-15 }}\n");
    let (ok, _, error) = apply(&taken, &["--yes"]);
    assert!(!ok && error.contains("/coupons/1: 409 code_taken"), "{error}");
    let (ok, _, error) =
        apply("coupons: [{ key: a, name: A, benefits: [{ kind: percent_off, percent: 101 }] }]", &["--yes"]);
    assert!(!ok && error.contains("/coupons/0/benefits/0/percent"), "{error}");
}

#[test]
fn what_is_exported_is_unchanged_when_it_is_applied() {
    let shop = demo();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("all.yaml");
    let exported = coupons(&shop.base, &["export", "-f", file.to_str().unwrap()]);
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    let applied = coupons(&shop.base, &["apply", "-f", file.to_str().unwrap(), "--prune", "--plan"]);
    let said = text(&applied.stdout);
    assert!(said.starts_with("0 to create, 0 to change, 0 to archive"), "{said}{}", text(&applied.stderr));
    let nobody = run(&["coupons", "--url", &shop.base, "--key", "sk_wrong", "export", "-f", "-"]);
    assert!(text(&nobody.stderr).contains("key_unknown"), "{nobody:?}");
    let nowhere = run(&["coupons", "--url", "http://127.0.0.1:1", "--key", "sk", "export", "-f", "-"]);
    assert!(text(&nowhere.stderr).contains("cannot reach"), "{nowhere:?}");
}

#[test]
fn an_export_of_another_shop_is_imported_once() {
    let folder = TempDir::new().unwrap();
    let database = format!("sqlite:{}", folder.path().join("shop.db").display());
    assert!(run(&["migrate", "--database", &database]).status.success());
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/import/woocommerce.csv");
    let report = folder.path().join("report.json");
    let import = |more: &[&str]| {
        let mut arguments = vec!["import", "woocommerce", "--database", &database, "--file", export.to_str().unwrap()];
        arguments.extend(more);
        run(&arguments)
    };
    let unnamed = import(&[]);
    assert!(!unnamed.status.success() && text(&unnamed.stderr).contains("currency"), "{unnamed:?}");
    let dry = text(&import(&["--currency", "eur", "--dry-run"]).stdout);
    assert!(dry.contains("10 coupons: 1 not imported, 9 would create"), "{dry}");
    let done = import(&["--currency", "EUR", "--report", report.to_str().unwrap()]);
    let said = text(&done.stdout);
    assert!(done.status.success() && said.contains("10 coupons: 9 created, 1 not imported"), "{said}");
    assert!(said.contains("customer_email: 2 e-mail addresses") && !said.contains("ana@"), "{said}");
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!((&report[1]["outcome"], &report[1]["uses_before"]), (&"created".into(), &12.into()));
    assert_eq!(report[6]["notes"][0]["field"], "discount_type");
    let again = text(&import(&["--currency", "EUR"]).stdout);
    assert!(again.contains("10 coupons: 9 exists, 1 not imported"), "{again}");
}
