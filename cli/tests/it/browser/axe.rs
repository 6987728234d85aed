//! axe-core looks at a page for what people with disabilities would stumble over.

use serde_json::{Value, json};

use super::tab::Tab;

/// For tests alone: no program contains it.
const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");

/// The whole page.
pub(crate) const WHOLE: &str = "html";

/// axe beside a page's own script, where the page's policy says nothing; until the tab goes elsewhere.
pub(crate) struct Scan(Value);

impl Scan {
    /// Puts it beside the page that the tab shows.
    pub(crate) fn of(tab: &Tab) -> Self {
        let frame = tab.call("Page.getFrameTree", json!({}))["frameTree"]["frame"]["id"].clone();
        let world = tab.call("Page.createIsolatedWorld", json!({ "frameId": frame, "worldName": "axe" }));
        let scan = Self(world["executionContextId"].clone());
        scan.run(tab, &format!("{AXE}\ntrue"));
        scan
    }

    fn run(&self, tab: &Tab, expression: &str) -> Value {
        let parameters =
            json!({ "expression": expression, "contextId": self.0, "awaitPromise": true, "returnByValue": true });
        let answer = tab.call("Runtime.evaluate", parameters);
        assert!(answer["exceptionDetails"].is_null(), "axe fails: {answer}");
        answer["result"]["value"].clone()
    }

    /// What is serious or critical on the page as it is now: rule, words, and the first places.
    pub(crate) fn findings(&self, tab: &Tab) -> Vec<String> {
        self.look(tab, WHOLE, "")
    }

    /// The same, of what a selector finds and all within.
    pub(crate) fn findings_in(&self, tab: &Tab, selector: &str) -> Vec<String> {
        self.look(tab, selector, "")
    }

    /// What another theme can change: its colours.
    pub(crate) fn colours(&self, tab: &Tab, selector: &str) -> Vec<String> {
        self.look(tab, selector, "runOnly: ['color-contrast', 'link-in-text-block'],")
    }

    fn look(&self, tab: &Tab, selector: &str, more: &str) -> Vec<String> {
        let selector = json!(selector);
        let found = self.run(
            tab,
            &format!(
                "axe.run({selector}, {{ {more} resultTypes: ['violations'] }})\
                 .then((found) => JSON.stringify(found.violations))"
            ),
        );
        let found: Vec<Value> = serde_json::from_str(found.as_str().expect("findings")).expect("in JSON");
        let is_heavy = |finding: &&Value| finding["impact"] == "serious" || finding["impact"] == "critical";
        found.iter().filter(is_heavy).map(in_words).collect()
    }
}

/// The findings of one look.
pub(crate) fn findings(tab: &Tab) -> Vec<String> {
    Scan::of(tab).findings(tab)
}

fn in_words(finding: &Value) -> String {
    let places = finding["nodes"].as_array().into_iter().flatten().take(4);
    let places: Vec<String> = places.map(|node| format!("{} {}", node["html"], node["failureSummary"])).collect();
    format!("{} ({}): {}", finding["id"], finding["impact"], places.join(" | "))
}
