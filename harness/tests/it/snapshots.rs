//! Snapshots of the database.

use tessera_harness::checker::{Record, check};
use tessera_harness::probe::{Line, Seen, Snapshot, check_snapshot};
use tessera_harness::shop::{Coupon, Limits};

fn line(group: &str, count: i64) -> Vec<Line> {
    vec![Line { coupon_id: "cpn_1".to_owned(), group: group.to_owned(), count, money: count * 700 }]
}

fn shop(limits: Limits) -> Vec<Coupon> {
    vec![Coupon { id: "cpn_1".to_owned(), code: "ONE".to_owned(), amount: 700, limits, ..Coupon::default() }]
}

fn snapshot(count: i64) -> Snapshot {
    Snapshot {
        counters: line("", count),
        customer_counters: line("id:ann", count),
        by_customer: line("ann", count),
        by_code: line("cod_1", count),
        by_day: line("20000", count),
    }
}

#[test]
fn at_the_limit_is_right_and_above_it_is_not() {
    let none = Limits::default();
    for limits in [
        Limits { total: Some(2), ..none },
        Limits { per_customer: Some(2), ..none },
        Limits { per_code: Some(2), ..none },
        Limits { per_day: Some(2), ..none },
        Limits { budget: Some(1_400), ..none },
        Limits { budget_per_customer: Some(1_400), ..none },
        Limits { budget_per_day: Some(1_400), ..none },
    ] {
        assert_eq!(check_snapshot(&snapshot(2), &shop(limits)), Vec::<String>::new());
        assert!(!check_snapshot(&snapshot(3), &shop(limits)).is_empty(), "{limits:?}");
    }
}

#[test]
fn a_counter_that_differs_from_its_rows_is_found() {
    let mut snapshot = snapshot(2);
    snapshot.counters = line("", 1);
    let wrong = check_snapshot(&snapshot, &shop(Limits::default()));
    assert_eq!(wrong, ["ONE (cpn_1): the counter says 1, the redemptions are 2"]);
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
