//! Installing Debian packages, where the one who runs this may.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::command::{find_program, read, run, search_path};

/// Updates the package lists and installs these packages.
///
/// # Errors
/// No apt-get on this machine, no right to use it, or apt-get itself failed.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if find_program(&["apt-get"], &search_path()).is_none() {
        bail!("this machine has no apt-get");
    }
    let as_root = is_root()?;
    if !as_root && !sudo_without_password() {
        bail!("this user is not root and sudo is missing or asks for a password");
    }
    run(apt_get(as_root, &["update"]))?;
    run(apt_get(as_root, &install_arguments(packages)))
}

/// What follows `apt-get` to install these packages.
pub(crate) fn install_arguments<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    arguments
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> Result<bool> {
    Ok(user_id(None)? == 0)
}

/// The number of this user, or of the one who runs this.
pub(crate) fn user_id(name: Option<&str>) -> Result<u32> {
    id("-u", name)
}

/// The number of this user's own group.
pub(crate) fn group_id(name: &str) -> Result<u32> {
    id("-g", Some(name))
}

fn id(what: &str, name: Option<&str>) -> Result<u32> {
    let mut command = Command::new("id");
    command.arg(what).args(name);
    Ok(read(command)?.trim().parse()?)
}

fn sudo_without_password() -> bool {
    Command::new("sudo")
        .args(["-n", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn apt_get(as_root: bool, arguments: &[&str]) -> Command {
    // `env` because sudo drops the variables of its caller.
    let mut command = if as_root {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    command
}
