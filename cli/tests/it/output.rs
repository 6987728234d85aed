//! What commands print to whom who stops reading.

use std::process::{Output, Stdio};

use crate::process::tessera;

/// Runs a command of which nobody reads the output.
fn run_unread(arguments: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    tessera(arguments).stdout(writer).stderr(Stdio::piped()).output().expect("tessera starts")
}

#[test]
fn a_pipe_that_is_closed_ends_a_command_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("t.db").display());
    let commands: [&[&str]; 13] = [
        &["kinds"],
        &["kinds", "--markdown"],
        &["kinds", "percent_off"],
        &["errors"],
        &["errors", "--markdown"],
        &["events"],
        &["events", "--markdown"],
        &["scopes"],
        &["scopes", "--markdown"],
        &["openapi"],
        &["migrate", "--database", &database],
        &["keys", "--database", &database, "list"],
        &["doctor", "--database", &database],
    ];
    for arguments in commands {
        let output = run_unread(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn what_was_to_be_done_is_done_though_nobody_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("t.db").display());
    let made = run_unread(&["keys", "--database", &database, "create", "--name", "till", "--scopes", "quotes"]);
    assert!(made.status.success(), "{made:?}");
    let listed = crate::process::run(&["keys", "--database", &database, "list"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("till"), "{listed:?}");
}
