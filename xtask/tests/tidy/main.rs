//! The house rules that a compiler cannot hold. Each rule is one file with `violations(...)` and a test that it can fail.

mod arrows;
mod ci_command;
mod dependencies;
mod documents;
mod length;
mod machine_paths;
mod marks;
mod names;
mod pages;
mod planted;
mod root_entries;
mod tree;
mod versions;

#[path = "../../src/rust_source.rs"]
mod rust_source;

use tree::Tree;

/// Fails with all violations of a rule at once.
fn assert_none(rule: &str, violations: &[String]) {
    assert!(violations.is_empty(), "{rule}\n  {}\n", violations.join("\n  "));
}

#[test]
fn crates_depend_only_downwards() {
    let rule =
        "A crate depends on a crate above it, or one that the table in xtask/tests/tidy/arrows.rs does not allow:";
    assert_none(rule, &arrows::violations(&Tree::metadata()));
}

#[test]
fn each_dependency_stays_in_its_crate() {
    let rule = "A dependency is named outside the one crate that may name it, or must not be in the graph at all:";
    let tree = Tree::read();
    let mut violations = dependencies::violations(&Tree::metadata());
    violations.extend(dependencies::lock_violations(tree.text_of("Cargo.lock")));
    assert_none(rule, &violations);
}

#[test]
fn no_release_has_a_planted_bug() {
    let rule = "A planted bug is switched on by something else than its own feature:";
    let mut violations = planted::violations(&Tree::metadata());
    violations.extend(planted::command_violations(&Tree::read().files));
    assert_none(rule, &violations);
}

#[test]
fn versions_are_named_once() {
    let rule = "A crate names a version of its own instead of `workspace = true`:";
    assert_none(rule, &versions::violations(&Tree::read().files));
}

#[test]
fn no_file_is_long_without_a_reason() {
    let rule = "A file is long, and its head has no line with `Long because`:";
    assert_none(rule, &length::violations(&Tree::read().files));
}

#[test]
fn nothing_is_left_unfinished() {
    let rule = "Unfinished marks, ignored tests or file names that say nothing:";
    assert_none(rule, &marks::violations(&Tree::read().files));
}

#[test]
fn one_word_for_one_thing() {
    let rule = "An item is named with a word that docs/MODEL.md does not use for this thing:";
    assert_none(rule, &names::violations(&Tree::read().files));
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    let rule = "A file names a folder of a build machine or the host of a registry:";
    assert_none(rule, &machine_paths::violations(&Tree::read().files));
}

#[test]
fn the_ci_runs_the_test_command_of_the_readme() {
    let rule = "README.md and .ci/run do not name the same test command:";
    assert_none(rule, &ci_command::violations(&Tree::read().files));
}

#[test]
fn the_root_holds_only_what_belongs_there() {
    let rule = "An entry at the root is not in the list of xtask/tests/tidy/root_entries.rs:";
    assert_none(rule, &root_entries::violations(&Tree::read().files));
}

#[test]
fn every_page_is_looked_at_in_a_browser() {
    let rule = "A page is not in the list of pages that the tests look at in Chromium, one line each:";
    assert_none(rule, &pages::violations(&Tree::read().files));
}

#[test]
fn every_json_and_toml_file_can_be_read() {
    let rule = "A file does not hold what its name promises:";
    assert_none(rule, &documents::violations(&Tree::read().files));
}
