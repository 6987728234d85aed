//! What is committed is finished, and a file's name says what is in it.

use crate::rust_source::split;
use crate::tree::File;

/// Words in comments and in code. Text in quotes is left alone: the last of them is also the ISO 4217 code of "no currency".
const WORDS: &[&str] = &["TODO", "FIXME", "XXX"];

/// In code only.
const CODE: &[&str] = &["todo!(", "unimplemented!(", "#[ignore"];

/// Names of modules under which anything could be put.
const EMPTY_NAMES: &[&str] = &["utils", "common", "helpers", "manager", "types"];

/// Every place with such a mark or name.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let path = &file.path;
        let mut names = path.trim_end_matches(".rs").split('/');
        if let Some(name) = names.find(|name| EMPTY_NAMES.contains(name)) {
            violations.push(format!("{path}: `{name}` says nothing about what is in it"));
        }
        let (code, comments) = split(&file.text);
        for (index, (code, comment)) in code.lines().zip(comments.lines()).enumerate() {
            let words = WORDS.iter().filter(|word| has_word(code, word) || has_word(comment, word));
            let macros = CODE.iter().filter(|mark| code.contains(**mark));
            for mark in words.chain(macros) {
                violations.push(format!("{path}:{}: {mark}", index + 1));
            }
        }
    }
    violations
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|one: char| !one.is_alphanumeric()).any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found() {
        let text =
            "// TODO later\nfn f() { todo!() }\n#[ignore = \"slow\"]\nlet a = unimplemented!(); /* FIXME\nXXX */\n";
        assert_eq!(
            violations(&[File::new("a.rs", text)]),
            [
                "a.rs:1: TODO",
                "a.rs:2: todo!(",
                "a.rs:3: #[ignore",
                "a.rs:4: FIXME",
                "a.rs:4: unimplemented!(",
                "a.rs:5: XXX",
            ]
        );
    }

    #[test]
    fn text_and_longer_words_are_no_marks() {
        let text = "let currency = \"XXX\"; // TODOS and the #[ignore] attribute\nlet p = \"todo!(\";\n";
        assert!(violations(&[File::new("a.rs", text), File::new("notes.md", "TODO")]).is_empty());
    }

    #[test]
    fn empty_names_are_found() {
        for path in ["app/src/utils.rs", "app/tests/common/mod.rs", "store/src/types/money.rs"] {
            assert_eq!(violations(&[File::new(path, "")]).len(), 1, "{path}");
        }
        assert!(violations(&[File::new("app/src/commonplace.rs", "")]).is_empty());
    }
}
