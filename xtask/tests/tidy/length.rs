//! A file that one cannot read in one go says why.

use crate::rust_source::{Token, split, tokens};
use crate::tree::File;

const MOST_LINES: usize = 600;
const HEAD_LINES: usize = 40;
const REASON: &str = "Long because";

/// Files that are too long, tests not counted.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.is_rust() && !is_test_or_bench(&file.path))
        .filter(|file| !file.text.lines().take(HEAD_LINES).any(|line| line.contains(REASON)))
        .map(|file| (file, lines_without_tests(&file.text)))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(file, lines)| format!("{}: {lines} lines without tests", file.path))
        .collect()
}

fn is_test_or_bench(path: &str) -> bool {
    let mut folders = path.split('/');
    folders.any(|folder| ["tests", "benches"].contains(&folder)) || path.ends_with("/tests.rs")
}

/// All lines but those of modules under `#[cfg(test)]`.
fn lines_without_tests(text: &str) -> usize {
    let (code, _) = split(text);
    let tokens = tokens(&code);
    let head = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut in_tests = 0;
    let mut from = 0;
    while let Some(token) = tokens.get(from) {
        let starts = tokens[from..].iter().map(|token| token.text).take(head.len()).eq(head);
        if let Some(end) = starts.then(|| end_of_module(&tokens, from + head.len())).flatten() {
            in_tests += tokens[end].line - token.line + 1;
            from = end;
        }
        from += 1;
    }
    text.lines().count() - in_tests
}

/// The place of the brace that closes the module whose head begins at `from`; `None` where no module follows.
fn end_of_module(tokens: &[Token<'_>], from: usize) -> Option<usize> {
    let open = (from..tokens.len()).find(|at| ["{", ";"].contains(&tokens[*at].text))?;
    let is_module = tokens[from..open].iter().any(|token| token.text == "mod");
    if !is_module || tokens[open].text == ";" {
        return None;
    }
    let mut depth = 0_usize;
    (open..tokens.len()).find(|at| {
        match tokens[*at].text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> String {
        "fn f() {}\n".repeat(count)
    }

    #[test]
    fn a_long_file_is_found() {
        let files = [File::new("app/src/a.rs", &lines(601)), File::new("app/src/b.rs", &lines(600))];
        assert_eq!(violations(&files), ["app/src/a.rs: 601 lines without tests"]);
    }

    #[test]
    fn a_reason_at_the_head_allows_it() {
        let text = format!("//! Long because it is a table.\n{}", lines(700));
        assert!(violations(&[File::new("app/src/a.rs", &text)]).is_empty());
        let late = format!("{}// Long because of nothing.\n", lines(700));
        assert_eq!(violations(&[File::new("app/src/a.rs", &late)]).len(), 1);
    }

    #[test]
    fn tests_are_not_counted() {
        let module = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(500));
        assert_eq!(lines_without_tests(&format!("{}{module}{}", lines(10), lines(5))), 15);
        assert!(violations(&[File::new("app/tests/a.rs", &lines(900))]).is_empty());
    }
}
