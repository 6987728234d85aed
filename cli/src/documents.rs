//! The command lines in the documents for operators are ones that the program takes.

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::Cli;

const OPERATE: &str = include_str!("../../docs/OPERATE.md");

/// The words behind `tessera` in a line of a shell, up to a comment, a pipe or a file.
fn words(line: &str) -> Option<Vec<&str>> {
    let after = line.split_once("tessera ")?;
    // Before it may stand who runs it: `sudo -u tessera`, `docker exec tessera`.
    let is_started = after.0.split_whitespace().all(|word| ["sudo", "-u", "docker", "exec"].contains(&word));
    let after = if after.1.starts_with("tessera ") { after.1.split_once(' ')?.1 } else { after.1 };
    is_started.then(|| after.split_whitespace().take_while(|word| !word.starts_with(['#', '|', '>'])).collect())
}

/// What the program says to these words; `None` where it takes them.
fn refusal(words: &[&str]) -> Option<clap::Error> {
    Cli::command().try_get_matches_from(std::iter::once("tessera").chain(words.iter().copied())).err()
}

#[test]
fn every_command_line_of_operate_is_taken() {
    let blocks = OPERATE.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n"));
    let lines: Vec<_> = blocks.flat_map(str::lines).filter_map(words).collect();
    assert!(lines.len() > 12, "{lines:?}");
    for words in lines {
        let refused = refusal(&words);
        assert!(
            refused.is_none(),
            "tessera {}: {}",
            words.join(" "),
            refused.map(|error| error.to_string()).unwrap_or_default()
        );
    }
}

/// In the text a command may stand without what belongs to it; what stands there is there.
#[test]
fn every_command_in_the_text_of_operate_is_known() {
    let text: String = OPERATE.split("```").step_by(2).collect();
    let commands: Vec<_> = text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("tessera ")).collect();
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands {
        let words: Vec<_> = command.split_whitespace().skip(1).collect();
        let is_known = refusal(&words).is_none_or(|error| {
            let lacks = [
                ErrorKind::MissingRequiredArgument,
                ErrorKind::MissingSubcommand,
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            ];
            // A placeholder in capitals stands for a value.
            lacks.contains(&error.kind())
                || (error.kind() == ErrorKind::ValueValidation && command.contains("POSITION:CHAIN"))
        });
        assert!(is_known, "{command}");
    }
}

#[test]
fn a_line_that_is_not_taken_is_found() {
    assert_eq!(words("sudo tessera verify --json    # for programs"), Some(vec!["verify", "--json"]));
    assert_eq!(words("docker exec tessera tessera keys list"), Some(vec!["keys", "list"]));
    assert_eq!(words("docker build --tag tessera ."), None);
    assert!(refusal(&["verify", "--head"]).is_some() && refusal(&["restore"]).is_some());
    assert!(refusal(&["users", "list"]).is_none());
}
