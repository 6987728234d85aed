//! `docs/REQUIREMENTS.md`: which requirement is shown by which test.
//!
//! A test shows requirement 17 when its name begins with `r017_`. A requirement is finished when a person has said so
//! in `docs/requirements/finished.txt`; the generator refuses that claim where no test stands behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::command::read;
use crate::rust_source::{Token, split, tokens};

const ITEMS: &str = "docs/requirements/items.json";
const FINISHED: &str = "docs/requirements/finished.txt";
const SHORT_LENGTH: usize = 90;

/// One requirement, as it stands in `items.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    number: u32,
    area: String,
    area_title: String,
    /// Tags of the documents that ask for it; kept for the reader of the JSON.
    #[serde(rename = "sources")]
    _sources: Vec<String>,
    requirement: String,
    #[serde(rename = "check")]
    _check: String,
}

/// A test function and the file it stands in.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    name: String,
    file: String,
}

/// Tests by the number of the requirement they show.
type Tests = BTreeMap<u32, Vec<Test>>;

/// The whole page.
///
/// # Errors
/// A finished requirement without a test, a test of a requirement that does not exist, a number that cannot be read.
pub(crate) fn page(root: &Path) -> Result<String> {
    let items = fs::read_to_string(root.join(ITEMS)).with_context(|| format!("cannot read {ITEMS}"))?;
    let items: Vec<Item> =
        serde_json::from_str(&items).with_context(|| format!("{ITEMS} does not have the shape it should"))?;
    let finished = fs::read_to_string(root.join(FINISHED)).with_context(|| format!("cannot read {FINISHED}"))?;
    let mut tests = Tests::new();
    let mut faults = Vec::new();
    for file in rust_files(root)? {
        let text = fs::read_to_string(root.join(&file)).with_context(|| format!("cannot read {file}"))?;
        collect_tests(&file, &text, &mut tests, &mut faults);
    }
    let finished = read_finished(&finished, &mut faults);
    faults.extend(contradictions(&items, &finished, &tests));
    if !faults.is_empty() {
        bail!("the requirements do not add up:\n  {}", faults.join("\n  "));
    }
    Ok(write_page(&items, &finished, &tests))
}

/// Tracked files and new ones, so that a test counts before it is committed.
fn rust_files(root: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.rs"]);
    let list = read(git)?;
    let mut files: Vec<String> =
        list.split('\0').filter(|file| !file.is_empty() && root.join(file).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

fn collect_tests(file: &str, text: &str, tests: &mut Tests, faults: &mut Vec<String>) {
    let (code, _) = split(text);
    for function in test_functions(&tokens(&code)) {
        // One test may show several items: `r056_r057_a_percentage_is_capped`.
        let mut rest = function.text;
        while let Some((digits, after)) = rest.strip_prefix('r').and_then(|rest| rest.split_once('_')) {
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                break;
            }
            match digits.parse() {
                Ok(number) if digits.len() == 3 => tests
                    .entry(number)
                    .or_default()
                    .push(Test { name: function.text.to_owned(), file: file.to_owned() }),
                _ => faults.push(format!(
                    "{file}:{}: `{}`: the number of a requirement has three digits",
                    function.line, function.text
                )),
            }
            rest = after;
        }
    }
}

/// The names of the functions that carry a test attribute, inside macros such as `proptest!` too.
fn test_functions<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut found = Vec::new();
    let mut is_test = false;
    let mut at = 0;
    while at < tokens.len() {
        let text = tokens[at].text;
        if text == "#" && tokens.get(at + 1).is_some_and(|next| next.text == "[") {
            let end = closing(tokens, at + 1);
            is_test |= is_test_attribute(&tokens[at + 2..end]);
            at = end;
        } else if text == "fn" {
            if let Some(name) = tokens.get(at + 1)
                && is_test
            {
                found.push(*name);
            }
            is_test = false;
        } else if text == "(" && at > 0 && tokens[at - 1].text == "pub" {
            at = closing(tokens, at);
        } else if !["pub", "async", "const", "unsafe", "extern", "\""].contains(&text) {
            // Any other token belongs to an item of another kind, so the attributes were not a function's.
            is_test = false;
        }
        at += 1;
    }
    found
}

/// The place of the bracket that closes the one at `open`, or the last place where it is not closed.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "[" | "(" | "{" => depth += 1,
            "]" | ")" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len() - 1
}

/// `test`, `rstest`, or a path that ends in one of them, such as `tokio::test`; with or without arguments.
fn is_test_attribute(tokens: &[Token<'_>]) -> bool {
    let path = tokens.iter().take_while(|token| !["(", "="].contains(&token.text));
    path.last().is_some_and(|last| ["test", "rstest"].contains(&last.text))
}

fn read_finished(text: &str, faults: &mut Vec<String>) -> BTreeSet<u32> {
    let mut finished = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let number = line.split('#').next().unwrap_or_default().trim();
        if number.is_empty() {
            continue;
        }
        match number.parse() {
            Ok(number) if finished.insert(number) => {}
            Ok(number) => faults.push(format!("{FINISHED}:{}: {number} is listed twice", index + 1)),
            Err(_) => faults.push(format!("{FINISHED}:{}: `{number}` is not a number", index + 1)),
        }
    }
    finished
}

fn contradictions(items: &[Item], finished: &BTreeSet<u32>, tests: &Tests) -> Vec<String> {
    let numbers: BTreeSet<u32> = items.iter().map(|item| item.number).collect();
    let mut faults = Vec::new();
    if numbers.len() != items.len() {
        faults.push(format!("{ITEMS}: a number is given twice"));
    }
    for number in finished {
        if !numbers.contains(number) {
            faults.push(format!("{FINISHED}: there is no requirement {number}"));
        } else if !tests.contains_key(number) {
            faults.push(format!(
                "{FINISHED}: requirement {number} is listed as finished, and no test is named r{number:03}_..."
            ));
        }
    }
    for (number, tests) in tests.iter().filter(|(number, _)| !numbers.contains(number)) {
        for test in tests {
            faults.push(format!("{}: `{}` names requirement {number}, which does not exist", test.file, test.name));
        }
    }
    faults
}

fn write_page(items: &[Item], finished: &BTreeSet<u32>, tests: &Tests) -> String {
    let finished_count = finished.len();
    let in_progress = tests.keys().filter(|number| !finished.contains(number)).count();
    let open = items.len() - finished_count - in_progress;
    let mut page = format!(
        "# Requirements and their tests\n\n\
        Generated by `cargo x gen` from `{ITEMS}` (the full words and checks), `{FINISHED}` and the names of the tests. \
        A test of requirement 17 is named `r017_...`.\n\n\
        **{} requirements: {finished_count} finished, {in_progress} in progress, {open} open.**\n\n\
        | item | area | requirement | tests | state |\n| --- | --- | --- | --- | --- |\n",
        items.len()
    );
    for item in items {
        let (state, shown) = match tests.get(&item.number) {
            Some(tests) if finished.contains(&item.number) => ("finished", list_tests(tests)),
            Some(tests) => ("in progress", list_tests(tests)),
            None => ("open", String::new()),
        };
        let _ = writeln!(
            page,
            "| {} | {} {} | {} | {shown} | {state} |",
            item.number,
            item.area,
            cell(&item.area_title),
            cell(&shorten(&item.requirement))
        );
    }
    page
}

fn list_tests(tests: &[Test]) -> String {
    let mut lines: Vec<String> = tests.iter().map(|test| format!("`{}` ({})", test.name, test.file)).collect();
    lines.sort();
    lines.dedup();
    lines.join("<br>")
}

/// The first sentence or so, cut between words.
fn shorten(words: &str) -> String {
    if words.chars().count() <= SHORT_LENGTH {
        return words.to_owned();
    }
    let mut short = String::new();
    for word in words.split(' ') {
        if short.chars().count() + word.chars().count() >= SHORT_LENGTH {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    let kept = short.trim_end_matches([',', ';', ':', '(']).trim_end().len();
    short.truncate(kept);
    short.push_str(" …");
    short
}

/// Text that is safe inside a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u32) -> Item {
        Item {
            number,
            area: "A".to_owned(),
            area_title: "Concepts".to_owned(),
            _sources: Vec::new(),
            requirement: "cap | spill".to_owned(),
            _check: String::new(),
        }
    }

    fn names(text: &str) -> Vec<String> {
        let (code, _) = split(text);
        let found = test_functions(&tokens(&code));
        found.iter().map(|token| token.text.to_owned()).collect()
    }

    fn tests_of(text: &str) -> (Tests, Vec<String>) {
        let (mut tests, mut faults) = (Tests::new(), Vec::new());
        collect_tests("a.rs", text, &mut tests, &mut faults);
        (tests, faults)
    }

    #[test]
    fn every_kind_of_test_is_found() {
        let text = "
            #[test] fn plain() {}
            #[test]
            #[should_panic(expected = \"[\")]
            fn with_more_attributes() {}
            #[tokio::test(flavor = \"multi_thread\")] async fn of_tokio() {}
            #[rstest]
            #[case(1, [2])]
            pub(crate) async fn of_rstest(#[case] x: u8) {}
            proptest! {
                #![proptest_config(Config::default())]
                /// Words.
                #[test]
                fn inside_a_macro(x in 0..9) {}
            }";
        assert_eq!(names(text), ["plain", "with_more_attributes", "of_tokio", "of_rstest", "inside_a_macro"]);
    }

    #[test]
    fn what_only_looks_like_a_test_is_not_counted() {
        let text = "
            // #[test] fn r001_commented() {}
            /* #[test]
            fn r002_commented() {} */
            const TEXT: &str = \"#[test] fn r003_text() {}\";
            fn r004_no_attribute() {}
            #[cfg(test)] mod tests { fn r005_in_a_test_module() {} }
            #[test] mod odd { fn r006_of_another_item() {} }
            #[cfg_attr(test, inline)] fn r007_other_attribute() {}
            #[case::test(1)] struct S; fn r008_after_a_struct() {}";
        assert_eq!(names(text), Vec::<String>::new());
    }

    #[test]
    fn only_three_digits_name_a_requirement() {
        let (tests, faults) = tests_of("#[test] fn r017_ok() {} #[test] fn r17_short() {} #[test] fn rounds_up() {}");
        assert_eq!(tests.into_keys().collect::<Vec<_>>(), [17]);
        assert_eq!(faults, ["a.rs:1: `r17_short`: the number of a requirement has three digits"]);
    }

    #[test]
    fn a_test_may_name_several_requirements() {
        let (tests, faults) = tests_of("#[test] fn r056_r057_capped() {} #[test] fn r100_rounds_r2() {}");
        assert_eq!(tests.into_keys().collect::<Vec<_>>(), [56, 57, 100]);
        assert_eq!(faults, Vec::<String>::new());
    }

    #[test]
    fn finished_without_a_test_is_refused() {
        let faults = contradictions(&[item(1)], &BTreeSet::from([1]), &Tests::new());
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("requirement 1 is listed as finished"));
    }

    #[test]
    fn a_test_or_a_claim_of_an_unknown_requirement_is_refused() {
        let (tests, _) = tests_of("#[test] fn r999_x() {}");
        let faults = contradictions(&[item(1)], &BTreeSet::from([2]), &tests);
        assert_eq!(
            faults,
            [
                "docs/requirements/finished.txt: there is no requirement 2",
                "a.rs: `r999_x` names requirement 999, which does not exist"
            ]
        );
    }

    #[test]
    fn finished_is_read_with_comments() {
        let mut faults = Vec::new();
        let finished = read_finished("# head\n001 # why\n\n2\nx\n2\n", &mut faults);
        assert_eq!(finished, BTreeSet::from([1, 2]));
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn the_page_counts_and_escapes() {
        let (tests, _) = tests_of("#[test] fn r001_a() {} #[test] fn r002_b() {}");
        let page = write_page(&[item(1), item(2), item(3)], &BTreeSet::from([1]), &tests);
        assert!(page.contains("**3 requirements: 1 finished, 1 in progress, 1 open.**"));
        assert!(page.contains("| 1 | A Concepts | cap \\| spill | `r001_a` (a.rs) | finished |\n"));
        assert!(page.contains("`r002_b` (a.rs) | in progress |\n"));
        assert!(page.contains("| 3 | A Concepts | cap \\| spill |  | open |\n"));
    }

    #[test]
    fn long_words_are_cut_between_words() {
        let short = shorten(&"word, ".repeat(40));
        assert!(short.ends_with("word …"));
        assert!(short.chars().count() <= SHORT_LENGTH + 2);
    }
}
