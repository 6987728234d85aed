//! `tessera kinds`: lists the kinds of benefits and conditions, or prints the manual page of one.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use tessera_engine::benefit::Benefit;
use tessera_engine::condition::Leaf;

use crate::manual::{Family, index, page};

/// What to print.
#[derive(Debug, Args)]
pub(crate) struct KindsArgs {
    /// A kind, such as `percent_off`: its manual page. Without: every kind with what its example says.
    kind: Option<String>,
    /// The list as the manual's index.
    #[arg(long, conflicts_with = "kind")]
    markdown: bool,
}

/// Runs the command.
pub(crate) fn run(args: &KindsArgs) -> anyhow::Result<ExitCode> {
    let families = [
        Family { name: "Benefits", word: "benefit", manuals: Benefit::manuals() },
        Family { name: "Conditions", word: "condition", manuals: Leaf::manuals() },
    ];
    let Some(kind) = &args.kind else {
        if args.markdown {
            say!("{}", index(&families));
            return Ok(ExitCode::SUCCESS);
        }
        for manual in families.iter().flat_map(|family| &family.manuals) {
            say_line!("{:<20} {}", manual.name, manual.summary_en);
        }
        return Ok(ExitCode::SUCCESS);
    };
    for family in &families {
        if let Some(manual) = family.manuals.iter().find(|manual| manual.name == kind) {
            say!("{}", page(family, manual)?);
            return Ok(ExitCode::SUCCESS);
        }
    }
    bail!("there is no kind `{kind}`; `tessera kinds` lists them");
}
