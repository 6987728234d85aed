//! The history as it is written.

use serde_json::{Value, json};
use tessera_harness::history::{History, Kind, NEVER, Outcome};

#[test]
fn what_is_sent_is_written_before_it_leaves_and_completed_after() {
    let folder = std::env::temp_dir().join(format!("tessera-harness-history-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("history.jsonl");
    let history = History::create(&file).unwrap();
    let op = history.begin(Kind::Redeem, "POST", "/v1/redemptions", "k", &json!({"order_id": "a"}));
    let attempt = history.invoke(op, 2);
    assert_eq!(history.read(|events| events.calls[0].attempts[0].to), NEVER);
    let outcome = Outcome::Answer { status: 201, replayed: false, body: "{\"id\":\"rsv_1\"}".to_owned() };
    history.complete(op, attempt, outcome);
    let fault = history.disturb("kill -9 of a node", Some(2), true);
    history.settle(fault);
    let events = history.take();
    assert_eq!(events.calls[0].success().unwrap()["id"], "rsv_1");
    assert!(events.calls[0].asked() <= events.calls[0].told());
    assert!(events.disturbances[0].from <= events.disturbances[0].to);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["request", "invoke", "complete", "disturbance", "settled"]);
    assert_eq!(lines[1]["node"], 2);
}

#[test]
fn which_answers_are_final() {
    let answer = |status, body: &str| Outcome::Answer { status, replayed: false, body: body.to_owned() };
    for (status, body, is_final) in [
        (201, "{}", true),
        (404, "{}", true),
        (409, "{\"code\":\"discount_not_available\"}", true),
        (409, "{\"code\":\"request_in_progress\"}", false),
        (422, "{}", true),
        (400, "{}", false),
        (429, "{}", false),
        (500, "{}", false),
        (503, "{}", false),
    ] {
        assert_eq!(answer(status, body).is_final(), is_final, "{status} {body}");
    }
    assert!(answer(422, "{\"code\":\"idempotency_key_reused\"}").is_kept());
    let malformed = answer(422, "{\"errors\":[{}]}");
    assert!(malformed.is_final() && !malformed.is_kept());
    assert!(!Outcome::Unknown { reason: String::new() }.is_final());
}
