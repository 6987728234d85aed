//! Every page that the server counts is looked at in a browser, in the list of `cli/tests/it/browser/page_list.rs`.

use crate::tree::File;

const SERVER: &str = "server/src/admin/mod.rs";
const LIST: &str = "cli/tests/it/browser/page_list.rs";

/// Paths of the server's list that the list of the browser does not name.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let text_of = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let (Some(server), Some(list)) = (text_of(SERVER), text_of(LIST)) else {
        return vec![format!("{SERVER} or {LIST} is missing")];
    };
    let paths = paths(server);
    if paths.is_empty() {
        return vec![format!("{SERVER} has no list PATHS")];
    }
    let is_missing = |path: &&str| !list.contains(&format!("\"{path}\""));
    paths.into_iter().filter(is_missing).map(|path| format!("{path} is in PATHS of {SERVER}, not in {LIST}")).collect()
}

/// What stands in quotes between `PATHS` and the end of the statement.
fn paths(server: &str) -> Vec<&str> {
    let list = server.split_once("const PATHS:").and_then(|(_, rest)| rest.split_once("];"));
    let list = list.map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).filter(|path| path.starts_with('/')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_nobody_looks_at_is_found() {
        let server = "const PATHS: [&str; 2] = [\n \"/admin/a\",\n \"/admin/a/{id}\",\n];\nroute(\"/admin/b\")";
        let of = |server, list| violations(&[File::new(SERVER, server), File::new(LIST, list)]);
        assert_eq!(of(server, "(\"a\", \"/admin/a\"), (\"b\", \"/admin/a/{id}\")"), Vec::<String>::new());
        assert_eq!(of(server, "\"/admin/a\"").len(), 1);
        assert_eq!(of("const OTHER: [&str; 0] = [];", "").len(), 1);
        assert_eq!(violations(&[]).len(), 1);
    }
}
