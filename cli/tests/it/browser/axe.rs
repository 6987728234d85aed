//! axe-core looks at a page for what people with disabilities would stumble over.

use serde_json::{Value, json};

use super::tab::Tab;

/// For tests alone: no program contains it.
const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");

/// What is serious or critical on the page as it is now: rule, words, and the first places. It runs beside the page's own
/// script, where the page's policy says nothing.
pub(crate) fn findings(tab: &mut Tab) -> Vec<String> {
    let frame = tab.call("Page.getFrameTree", json!({}))["frameTree"]["frame"]["id"].clone();
    let world = tab.call("Page.createIsolatedWorld", json!({ "frameId": frame, "worldName": "axe" }));
    let run = |expression: &str| {
        let parameters = json!({
            "expression": expression, "contextId": world["executionContextId"], "awaitPromise": true, "returnByValue": true
        });
        let answer = tab.call("Runtime.evaluate", parameters);
        assert!(answer["exceptionDetails"].is_null(), "axe fails: {answer}");
        answer["result"]["value"].clone()
    };
    run(&format!("{AXE}\ntrue"));
    let found =
        run("axe.run(document, { resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations))");
    let found: Vec<Value> = serde_json::from_str(found.as_str().expect("findings")).expect("in JSON");
    let is_heavy = |finding: &&Value| finding["impact"] == "serious" || finding["impact"] == "critical";
    found.iter().filter(is_heavy).map(in_words).collect()
}

fn in_words(finding: &Value) -> String {
    let places = finding["nodes"].as_array().into_iter().flatten().take(4);
    let places: Vec<String> = places.map(|node| format!("{} {}", node["html"], node["failureSummary"])).collect();
    format!("{} ({}): {}", finding["id"], finding["impact"], places.join(" | "))
}
