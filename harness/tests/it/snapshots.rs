//! Snapshots of the database.

use tessera_harness::checker::{Record, check};
use tessera_harness::probe::{Line, Seen, Snapshot, check_snapshot};
use tessera_harness::shop::{Coupon, Limits};

const RESOURCES: &[&str] = &[
    "uses",
    "code:cod_1",
    "day:2026-06-01",
    "customer:id:ann",
    "budget:USD",
    "budget:USD:day:2026-06-01",
    "budget:USD:customer:id:ann",
];

fn line(resource: &str, uses: i64) -> Line {
    let value = if resource.starts_with("budget") { uses * 700 } else { uses };
    Line { coupon_id: "cpn_1".to_owned(), resource: resource.to_owned(), value }
}

fn shop(limits: Limits) -> Vec<Coupon> {
    vec![Coupon { id: "cpn_1".to_owned(), code: "ONE".to_owned(), amount: 700, limits, ..Coupon::default() }]
}

fn snapshot(uses: i64) -> Snapshot {
    let lines = || RESOURCES.iter().map(|resource| line(resource, uses)).collect();
    Snapshot { counters: lines(), redemptions: lines() }
}

#[test]
fn at_the_limit_is_right_and_above_it_is_not() {
    let none = Limits::default();
    for (limits, resource) in [
        (Limits { total: Some(2), ..none }, "uses"),
        (Limits { per_code: Some(2), ..none }, "code:cod_1"),
        (Limits { per_day: Some(2), ..none }, "day:2026-06-01"),
        (Limits { per_customer: Some(2), ..none }, "customer:id:ann"),
        (Limits { budget: Some(1_400), ..none }, "budget:USD"),
        (Limits { budget_per_day: Some(1_400), ..none }, "budget:USD:day:2026-06-01"),
        (Limits { budget_per_customer: Some(1_400), ..none }, "budget:USD:customer:id:ann"),
    ] {
        assert_eq!(check_snapshot(&snapshot(2), &shop(limits)), Vec::<String>::new());
        let wrong = check_snapshot(&snapshot(3), &shop(limits));
        assert_eq!(wrong.len(), 2, "the counter and the redemptions: {wrong:?}");
        assert!(wrong.iter().all(|wrong| wrong.contains(&format!(" of {resource} is "))), "{wrong:?}");
    }
}

#[test]
fn a_counter_that_differs_from_its_rows_is_found() {
    let mut snapshot = snapshot(2);
    snapshot.counters[0].value = 1;
    let wrong = check_snapshot(&snapshot, &shop(Limits::default()));
    assert_eq!(wrong, ["cpn_1: the counter of uses is 1, its redemptions and claims add up to 2"]);
    snapshot.redemptions.clear();
    assert_eq!(check_snapshot(&snapshot, &shop(Limits::default())).len(), RESOURCES.len());
}

#[test]
fn what_the_probe_saw_is_in_the_verdict_and_so_is_its_blindness() {
    let seen = Seen { snapshots: 100, wrong: vec!["above".to_owned()], ..Seen::default() };
    let violations = |seen: Seen| {
        let verdicts = check(&Record { seen, ..Record::default() });
        let verdict = verdicts.into_iter().find(|verdict| verdict.promise.contains("snapshot")).unwrap();
        verdict.violations.len()
    };
    assert_eq!(violations(seen), 1);
    assert_eq!(violations(Seen { snapshots: 100, unread: 3, ..Seen::default() }), 0);
    assert_eq!(violations(Seen { snapshots: 20, unread: 3, ..Seen::default() }), 1);
}
