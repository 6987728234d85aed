//! The README's lines, pasted into a fresh demo, answer what the README prints.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::http::send;
use crate::process::demo;

/// A `curl` line of the README and the answer that stands below it.
struct Example {
    path: String,
    headers: Vec<String>,
    body: String,
    answer: Value,
}

#[test]
fn the_printed_answers_match_the_readme() {
    let readme = include_str!("../../../README.md");
    let examples = examples(readme);
    assert_eq!(examples.len(), 4, "the README has a coupon, a quote, a redemption and a refusal");
    let shop = demo();
    let mut ids = BTreeMap::new();
    for example in &examples {
        let answer = send(&shop.base, "POST", &example.path, &example.headers, &example.body);
        assert_same(&example.answer, &answer.json(), &example.path, &mut ids);
    }
}

fn examples(readme: &str) -> Vec<Example> {
    let mut blocks = readme.split("```").skip(1).step_by(2).peekable();
    let mut examples = Vec::new();
    while let Some(block) = blocks.next() {
        let Some(command) = block.strip_prefix("sh\ncurl -s http://127.0.0.1:7410") else { continue };
        let answer =
            blocks.peek().and_then(|next| next.strip_prefix("json\n")).expect("an answer below each curl line");
        let mut parts = command.split(" \\\n");
        let path = parts.next().expect("a path").trim().to_owned();
        let (mut headers, mut body) = (Vec::new(), String::new());
        for part in parts {
            let part = part.trim();
            let quoted = |flag: &str| {
                part.strip_prefix(flag)
                    .and_then(|rest| rest.strip_prefix('\''))
                    .and_then(|rest| rest.strip_suffix('\''))
            };
            if let Some(header) = quoted("-H ") {
                headers.push(header.to_owned());
            } else {
                body = quoted("-d ").unwrap_or_else(|| panic!("not understood: {part}")).to_owned();
            }
        }
        examples.push(Example {
            path,
            headers,
            body,
            answer: serde_json::from_str(answer).expect("an answer in JSON"),
        });
    }
    examples
}

/// Equal but for our ids, which must stand for the same thing throughout, and for times.
fn assert_same(printed: &Value, real: &Value, at: &str, ids: &mut BTreeMap<String, String>) {
    match (printed, real) {
        (Value::Object(printed), Value::Object(real)) => {
            let plain =
                |name: &String, ids: &BTreeMap<String, String>| ids.get(name).cloned().unwrap_or_else(|| name.clone());
            let expected: Vec<String> = printed.keys().map(|name| plain(name, ids)).collect();
            assert_eq!(expected.iter().collect::<std::collections::BTreeSet<_>>(), real.keys().collect(), "{at}");
            for (name, value) in printed {
                assert_same(value, &real[&plain(name, ids)], &format!("{at}/{name}"), ids);
            }
        }
        (Value::Array(printed), Value::Array(real)) => {
            assert_eq!(printed.len(), real.len(), "{at}");
            for (index, (printed, real)) in printed.iter().zip(real).enumerate() {
                assert_same(printed, real, &format!("{at}/{index}"), ids);
            }
        }
        (Value::String(printed), Value::String(real)) if is_ours(printed) => {
            assert_eq!(printed[..4], real[..4], "{at}");
            assert_eq!(ids.entry(printed.clone()).or_insert_with(|| real.clone()), real, "{at} names another thing");
        }
        (Value::String(printed), Value::String(real)) if is_time(printed) && is_time(real) => {}
        _ => assert_eq!(printed, real, "{at}"),
    }
}

fn is_ours(text: &str) -> bool {
    ["cpn_", "cod_", "rsv_", "rdm_", "req_"].iter().any(|prefix| text.starts_with(prefix))
}

fn is_time(text: &str) -> bool {
    text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T'
}
