//! The reader by itself: shapes, faults and limits.

use super::*;

fn faults<T>(body: &str, read: impl FnOnce(&Node<'_>, &mut Errors) -> Option<T>) -> Vec<(String, &'static str)> {
    let root = parse(body.as_bytes()).unwrap();
    let mut errors = Errors::new();
    let value = read(&root, &mut errors);
    assert_eq!(value.is_none(), !errors.is_empty(), "{body}");
    errors.into_vec().into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[test]
fn amounts_are_whole_minor_units() {
    let money = |body: &str| faults(body, |node, errors| node.money(1_000_000_000_000, errors));
    for good in ["0", "1000", "1000000000000"] {
        assert!(money(good).is_empty(), "{good}");
    }
    for bad in ["10.0", "1.5", "1e3", "1E3", "\"10.00\"", "\"10\"", "null", "true", "-0", "[]", "{}"] {
        assert_eq!(money(bad), [(String::new(), codes::WRONG_TYPE)], "{bad}");
    }
    for bad in ["1000000000001", "99999999999999999999999999"] {
        assert_eq!(money(bad), [(String::new(), codes::AMOUNT_TOO_LARGE)], "{bad}");
    }
    assert_eq!(money("-1"), [(String::new(), codes::OUT_OF_RANGE)]);
}

#[test]
fn rates_are_plain_numbers_with_four_decimals() {
    let percent = |body: &str| faults(body, |node, errors| node.percent(Percent::HUNDRED, errors));
    use crate::money::Percent;
    for good in ["0", "20", "33.3333", "100", "100.0000"] {
        assert!(percent(good).is_empty(), "{good}");
    }
    for (bad, code) in [
        ("100.0001", codes::OUT_OF_RANGE),
        ("-5", codes::OUT_OF_RANGE),
        ("1e1", codes::INVALID_VALUE),
        ("1.00001", codes::INVALID_VALUE),
        ("\"20\"", codes::WRONG_TYPE),
        ("1e999", codes::INVALID_VALUE),
    ] {
        assert_eq!(percent(bad), [(String::new(), code)], "{bad}");
    }
}

#[test]
fn times_need_an_offset() {
    let time = |body: &str| faults(body, |node, errors| node.timestamp(errors));
    for good in ["\"2026-06-01T00:00:00Z\"", "\"2026-06-01T00:00:00.123456+02:00\"", "\"2026-06-01t00:00:00z\""] {
        assert!(time(good).is_empty(), "{good}");
    }
    for bad in [
        "\"2026-06-01\"",
        "\"2026-06-01T00:00:00\"",
        "\"2026-06-01 00:00:00Z\"",
        "\"2026-06-31T00:00:00Z\"",
        "\"2026-06-01T00:00:00+02:00[Europe/Paris]\"",
        "\"2026-06-01T00:00:00+0200\"",
        "\"06/31\"",
        "\"\"",
    ] {
        assert_eq!(time(bad), [(String::new(), codes::INVALID_VALUE)], "{bad}");
    }
}

#[test]
fn a_duplicate_member_is_found_anywhere() {
    let pointer = |body: &str| match parse(body.as_bytes()) {
        Err(DecodeError::DuplicateMember { pointer }) => pointer,
        other => panic!("{body}: {other:?}"),
    };
    assert_eq!(pointer(r#"{"a":1,"a":2}"#), "/a");
    assert_eq!(pointer(r#"{"x":[{}, {"a/b":1,"a\/b":2}]}"#), "/x/1/a~1b");
    let many: Vec<String> = (0..40).map(|n| format!("\"m{n}\":0")).collect();
    assert_eq!(pointer(&format!("{{{},\"m7\":1}}", many.join(","))), "/m7");
}

#[test]
fn what_is_not_json_names_its_place() {
    let place = |body: &[u8]| match parse(body) {
        Err(DecodeError::Malformed { line, column, detail }) => (line, column, detail),
        other => panic!("{other:?}"),
    };
    assert_eq!((place(b"{\n  \"a\": tr!\n}").0), 2);
    assert_eq!(place(b"{\"a\": \"\xff\"}"), (1, 8, "the text is not UTF-8".to_owned()));
    let (line, _, _) = place(b"[\n1,\n\"\\ud800\"]");
    assert_eq!(line, 3);
    for bad in [&b""[..], b"{", b"{} {}", b"{\"a\":01}", b"\xef\xbb\xbf{}", b"[1,]", b"NaN"] {
        place(bad);
    }
}

#[test]
fn deep_nesting_is_refused_and_never_overflows() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(deep(limits::DEPTH).as_bytes()).is_ok());
    assert!(matches!(parse(deep(limits::DEPTH + 1).as_bytes()), Err(DecodeError::Malformed { .. })));
    assert!(matches!(parse(deep(1_000_000).as_bytes()), Err(DecodeError::Malformed { .. })));
    let objects = format!("{}1{}", "{\"a\":".repeat(500_000), "}".repeat(500_000));
    assert!(matches!(parse(objects.as_bytes()), Err(DecodeError::Malformed { .. })));
}

#[test]
fn unknown_members_are_named_with_the_nearest_known() {
    let root = parse(br#"{"prio": 1, "priorty": 2, "zzz": 3, "with": null}"#).unwrap();
    let mut errors = Errors::new();
    let mut object = root.object(&mut errors).unwrap();
    assert_eq!(object.optional("priority", &mut errors, |node, errors| node.integer(1..=9, errors)), None);
    assert_eq!(object.optional("with", &mut errors, |node, errors| node.name(errors)), None);
    object.finish(&mut errors);
    let found = errors.into_vec();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].detail, "there is no `prio` here; did you mean `priority`?");
    assert_eq!(found[1].detail, "there is no `priorty` here; did you mean `priority`?");
    assert_eq!(found[2].detail, "there is no `zzz` here");
    assert!(found.iter().all(|error| error.code == codes::UNKNOWN_FIELD));
}

#[test]
fn faults_are_capped() {
    let body = format!("[{}]", vec!["\"\""; 300].join(","));
    assert_eq!(faults(&body, |node, errors| node.names(1_000, errors)).len(), limits::ERRORS);
    assert_eq!(faults(&body, |node, errors| node.names(10, errors)), [(String::new(), codes::TOO_MANY)]);
}

#[test]
fn amounts_name_currencies() {
    let read = |body: &str| faults(body, |node, errors| node.amounts(errors));
    assert!(read(r#"{"USD": 1000, "EUR": 900}"#).is_empty());
    assert_eq!(read("{}"), [(String::new(), codes::INVALID_VALUE)]);
    assert_eq!(read("1000"), [(String::new(), codes::WRONG_TYPE)]);
    assert_eq!(read(r#"{"usd": 1}"#), [("/usd".to_owned(), codes::CURRENCY_UNKNOWN)]);
    assert_eq!(read(r#"{"USD": 1.5}"#), [("/USD".to_owned(), codes::WRONG_TYPE)]);
}

#[test]
fn names_are_short_and_printable() {
    let read = |text: &str| faults(&serde_json::to_string(text).unwrap(), |node, errors| node.name(errors));
    assert!(read(&"é".repeat(255)).is_empty());
    assert_eq!(read(&"é".repeat(256)), [(String::new(), codes::TOO_LONG)]);
    assert_eq!(read(""), [(String::new(), codes::INVALID_VALUE)]);
    assert_eq!(read("a\u{0}b"), [(String::new(), codes::INVALID_VALUE)]);
}
