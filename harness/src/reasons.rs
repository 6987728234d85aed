//! Words of the HTTP contract that the harness waits for.

use serde_json::Value;

/// Whether an answer says that the call is not part of the contract: the binary cannot do what is asked of it.
pub(crate) fn is_not_there(status: u16, body: &Value) -> bool {
    let code = body["code"].as_str();
    status == 405 || (status == 404 && code == Some("path_unknown")) || code == Some("not_in_this_release")
}
