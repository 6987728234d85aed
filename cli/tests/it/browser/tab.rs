//! One person's tab: what they click, type and see. Whatever goes wrong unseen (an error in the console, a breach of the
//! page's policy, a file that does not come) fails the test when the tab is closed.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::chromium::{Chromium, PATIENCE};
use super::find;

/// Nothing happened for so long: a page has settled.
const QUIET: Duration = Duration::from_millis(60);
/// A picture shows so much of a page, in points.
const MOST_HIGH: u64 = 4_000;

/// A tab with cookies of its own.
pub(crate) struct Tab {
    chromium: Chromium,
    session: String,
    target: String,
    /// `http://127.0.0.1:<port>`.
    base: String,
    /// Requests that are not answered yet, each with the page that asks.
    open_requests: HashMap<String, String>,
    /// Bytes that came over the wire, heads included.
    bytes: u64,
    /// What went wrong unseen.
    faults: Vec<String>,
    /// Parts of faults that the test means to provoke.
    expected: Vec<&'static str>,
    /// Whether pages run script.
    has_script: bool,
    /// Clicks, filled fields and keys so far.
    pub(crate) actions: usize,
}

impl Tab {
    /// A new tab of a person who was never here.
    pub(crate) fn open(chromium: &Chromium, base: &str) -> Self {
        let ask = |method: &str, parameters: Value, member: &str| {
            let answer = chromium.call(None, method, &parameters).expect("a tab opens");
            answer[member].as_str().expect("an id").to_owned()
        };
        let context = ask("Target.createBrowserContext", json!({}), "browserContextId");
        let new = json!({ "url": "about:blank", "browserContextId": context, "width": 1280, "height": 900 });
        let target = ask("Target.createTarget", new, "targetId");
        let session = ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }), "sessionId");
        let tab = Self {
            chromium: chromium.clone(),
            session,
            target,
            base: base.to_owned(),
            open_requests: HashMap::new(),
            bytes: 0,
            faults: Vec::new(),
            expected: Vec::new(),
            has_script: true,
            actions: 0,
        };
        for domain in ["Page", "Runtime", "Network", "Log", "Audits"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        let origin = json!({ "origin": base, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "browserContextId": context });
        chromium.call(None, "Browser.grantPermissions", &origin).expect("the clipboard may be written");
        tab
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&self, method: &str, parameters: Value) -> Value {
        let answer = self.chromium.call(Some(&self.session), method, &parameters);
        answer.unwrap_or_else(|fault| panic!("{method}: {fault}"))
    }

    /// Goes to a path by its address, and waits until the page is whole.
    pub(crate) fn go(&mut self, path: &str) {
        let answer = self.call("Page.navigate", json!({ "url": format!("{}{path}", self.base) }));
        assert!(answer["errorText"].is_null(), "{path}: {answer}");
        self.settle();
    }

    /// Waits until nothing is under way.
    pub(crate) fn settle(&mut self) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.chromium.listen(QUIET);
            let is_quiet = !self.take_notice() && self.open_requests.is_empty();
            if is_quiet && self.ask("document.readyState") == Ok("complete".into()) {
                return;
            }
            assert!(Instant::now() < end, "{} does not settle: {:?}", self.path(), self.open_requests);
        }
    }

    /// The value of an expression in the page.
    fn ask(&self, expression: &str) -> Result<Value, String> {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.chromium.call(Some(&self.session), "Runtime.evaluate", &parameters)?;
        if answer["exceptionDetails"].is_null() {
            return Ok(answer["result"]["value"].clone());
        }
        let thrown = &answer["exceptionDetails"];
        Err(thrown["exception"]["description"].as_str().map_or_else(|| thrown.to_string(), str::to_owned))
    }

    /// The value of an expression in the page that there has to be.
    pub(crate) fn value(&self, expression: &str) -> Value {
        self.ask(expression).unwrap_or_else(|fault| panic!("{}: {expression}: {fault}", self.path()))
    }

    /// The text of an expression in the page.
    pub(crate) fn string(&self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().map_or_else(|| panic!("{expression} is {value}"), str::to_owned)
    }

    /// Path and query of where the tab is.
    pub(crate) fn path(&self) -> String {
        let address = self.ask("location.pathname + location.search");
        address.ok().and_then(|address| Some(address.as_str()?.to_owned())).unwrap_or_default()
    }

    /// What is to be read on the page.
    pub(crate) fn words(&self) -> String {
        let words = self.ask("document.body.innerText.replace(/[\\u00a0\\u202f]/g, ' ')");
        words.ok().and_then(|words| Some(words.as_str()?.to_owned())).unwrap_or_default()
    }

    /// Waits until an expression holds.
    #[track_caller]
    pub(crate) fn until(&mut self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        while self.ask(expression) != Ok(true.into()) {
            self.take_notice();
            if Instant::now() > end {
                self.give_up(&format!("it never holds: {expression}"));
            }
            thread::sleep(Duration::from_millis(30));
        }
        self.settle();
    }

    /// Waits until these words stand on the page.
    #[track_caller]
    pub(crate) fn see(&mut self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.words().contains(words) {
            self.take_notice();
            if Instant::now() > end {
                self.give_up(&format!("“{words}” is not to be seen"));
            }
            thread::sleep(Duration::from_millis(30));
        }
        self.settle();
    }

    /// Says that these words do not stand on the page.
    #[track_caller]
    pub(crate) fn see_no(&mut self, words: &str) {
        self.settle();
        if self.words().contains(words) {
            self.give_up(&format!("“{words}” is to be seen"));
        }
    }

    #[track_caller]
    fn give_up(&mut self, why: &str) -> ! {
        let picture = self.screenshot("failed");
        panic!("{}: {why}; see {}\n{}\n{:?}", self.path(), picture.display(), self.words(), self.faults);
    }

    /// Clicks what a selector finds.
    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        self.click_found(&find::by_selector(selector));
    }

    /// Clicks the link, button or choice with this name.
    #[track_caller]
    pub(crate) fn click_on(&mut self, name: &str) {
        self.click_found(&find::by_name(name, ""));
    }

    /// Clicks the link, button or choice with this name in the row or part that has these words.
    #[track_caller]
    pub(crate) fn click_in(&mut self, words: &str, name: &str) {
        self.click_found(&find::by_name(name, words));
    }

    #[track_caller]
    fn click_found(&mut self, found: &str) {
        let end = Instant::now() + PATIENCE;
        for _ in 0..5 {
            let place = self.place(found, end);
            let at =
                |kind: &str| json!({ "type": kind, "x": place.0, "y": place.1, "button": "left", "clickCount": 1 });
            for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
                self.call("Input.dispatchMouseEvent", at(kind));
            }
            // The page may have been laid out anew in between. Then a person clicks again.
            if !self.has_script || self.ask(find::HAS_MISSED) != Ok(true.into()) {
                self.actions += 1;
                return self.settle();
            }
        }
        self.give_up(&format!("no click is heard by {found}"));
    }

    /// Where something is, once it can be seen, stands still, and nothing lies over it.
    #[track_caller]
    fn place(&mut self, found: &str, end: Instant) -> (i64, i64) {
        let mut last = None;
        loop {
            let place = self.ask(&find::place_of(found)).unwrap_or_else(Value::String);
            let at = place[0].as_i64().zip(place[1].as_i64());
            match at {
                Some(at) if last == Some(at) => return at,
                _ => last = at,
            }
            self.take_notice();
            if Instant::now() > end {
                self.give_up(&format!("cannot click {found}: {place}"));
            }
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Writes into the field with this label, in place of what stands there; chooses, where it is a list.
    #[track_caller]
    pub(crate) fn fill(&mut self, label: &str, text: &str) {
        self.write(&find::by_label(label), text);
    }

    /// Writes into the field of this id, and unfolds what is folded over it.
    #[track_caller]
    pub(crate) fn fill_at(&mut self, id: &str, text: &str) {
        self.until(&format!("document.getElementById({}) !== null", json!(id)));
        self.write(&find::by_id(id), text);
    }

    #[track_caller]
    fn write(&mut self, found: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        let kind = loop {
            match self.ask(&find::begin_writing(found)).unwrap_or_else(Value::String) {
                Value::String(kind) if kind.starts_with("kind:") => break kind,
                fault if Instant::now() > end => self.give_up(&format!("cannot fill {found}: {fault}")),
                _ => thread::sleep(Duration::from_millis(30)),
            }
        };
        if ["kind:date", "kind:time", "kind:datetime-local", "kind:select-one"].contains(&kind.as_str()) {
            self.value(&find::set(found, text));
        } else if text.is_empty() {
            self.call("Input.dispatchKeyEvent", key("keyDown", "Delete"));
            self.call("Input.dispatchKeyEvent", key("keyUp", "Delete"));
        } else {
            self.call("Input.insertText", json!({ "text": text }));
        }
        self.actions += 1;
        self.settle();
    }

    /// Presses a key, such as `Enter`, `n` or `Control+k`.
    pub(crate) fn press(&mut self, keys: &str) {
        self.call("Input.dispatchKeyEvent", key("keyDown", keys));
        self.call("Input.dispatchKeyEvent", key("keyUp", keys));
        self.actions += 1;
        self.settle();
    }

    /// Types words, each letter a key, `\r` the key Enter, without a look at what the page does meanwhile.
    pub(crate) fn type_words(&mut self, words: &str) {
        for letter in words.chars() {
            let letter = if letter == '\r' { "Enter".to_owned() } else { letter.to_string() };
            self.call("Input.dispatchKeyEvent", key("keyDown", &letter));
            self.call("Input.dispatchKeyEvent", key("keyUp", &letter));
        }
        self.actions += 1;
        self.settle();
    }

    /// Switches script on or off, from the next page on.
    pub(crate) fn script(&mut self, is_on: bool) {
        self.has_script = is_on;
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !is_on }));
    }

    /// Makes the window as wide and high as this.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let is_phone = width < 600;
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.call("Emulation.setDeviceMetricsOverride", screen);
        self.settle();
    }

    /// What the browser asks for: `light` or `dark`.
    pub(crate) fn prefer(&mut self, theme: &str) {
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        // Colours on their way from one theme to the other are of neither.
        let features = [feature("prefers-color-scheme", theme), feature("prefers-reduced-motion", "reduce")];
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
        self.settle();
    }

    /// The language that the browser asks for.
    pub(crate) fn speak(&mut self, language: &str) {
        let headers = json!({ "headers": { "Accept-Language": language } });
        self.call("Network.setExtraHTTPHeaders", headers);
    }

    /// Whether the page is wider than the window.
    pub(crate) fn is_too_wide(&self) -> bool {
        self.value("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth") == true
    }

    /// Loads a page as who never loaded anything of it, and answers with the bytes that came.
    pub(crate) fn weigh(&mut self, path: &str) -> u64 {
        self.call("Network.clearBrowserCache", json!({}));
        self.bytes = 0;
        self.go(path);
        self.bytes
    }

    /// A picture for who looks at the pages; none in a run that nobody watches (`CI`).
    pub(crate) fn picture(&mut self, name: &str) {
        if std::env::var_os("CI").is_none() {
            self.screenshot(name);
        }
    }

    /// A picture of the whole page in `target/screenshots`.
    pub(crate) fn screenshot(&mut self, name: &str) -> PathBuf {
        let size = self.value("[innerWidth, document.scrollingElement.scrollHeight]");
        let height = size[1].as_u64().unwrap_or(MOST_HIGH).min(MOST_HIGH);
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": height, "scale": 1 });
        let picture = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip, "optimizeForSpeed": true });
        // A tab behind another is not painted.
        self.call("Page.bringToFront", json!({}));
        let data = self.call("Page.captureScreenshot", picture);
        let file = find::screenshots().join(format!("{name}.png"));
        let data = data["data"].as_str().expect("a picture");
        fs::write(&file, STANDARD.decode(data).expect("in Base64")).expect("a picture is written");
        file
    }

    /// Something that goes wrong on purpose: faults with this part are no faults.
    pub(crate) fn expect(&mut self, part: &'static str) {
        self.expected.push(part);
    }

    /// What went wrong unseen since it was last asked.
    pub(crate) fn take_faults(&mut self) -> Vec<String> {
        self.take_notice();
        let expected = &self.expected;
        let is_unexpected = |fault: &String| !expected.iter().any(|part| fault.contains(part));
        std::mem::take(&mut self.faults).into_iter().filter(is_unexpected).collect()
    }

    /// Looks at what happened; whether anything did on the wire.
    fn take_notice(&mut self) -> bool {
        let mut is_busy = false;
        for event in self.chromium.happened(&self.session) {
            let (method, parameters) = (event["method"].as_str().unwrap_or_default(), &event["params"]);
            is_busy |= method.starts_with("Network.") || method.starts_with("Page.");
            self.note(method, parameters);
        }
        is_busy
    }

    fn note(&mut self, method: &str, event: &Value) {
        let text = |member: &Value| member.as_str().unwrap_or_default().to_owned();
        let id = || text(&event["requestId"]);
        match method {
            "Network.requestWillBeSent" => {
                // What is heard of an earlier answer in a chain of them comes with the next request.
                self.bytes += event["redirectResponse"]["encodedDataLength"].as_u64().unwrap_or_default();
                self.open_requests.insert(id(), text(&event["loaderId"]));
            }
            "Network.loadingFinished" => {
                self.open_requests.remove(&id());
                self.bytes += event["encodedDataLength"].as_u64().unwrap_or_default();
            }
            "Network.loadingFailed" => {
                self.open_requests.remove(&id());
                if event["canceled"] != true && event["errorText"] != "net::ERR_ABORTED" {
                    self.faults.push(format!("a file did not come: {event}"));
                }
            }
            // What a page that is left had asked for is not heard of again.
            "Page.frameNavigated" if event["frame"]["parentId"].is_null() => {
                let page = text(&event["frame"]["loaderId"]);
                self.open_requests.retain(|_, asked_by| *asked_by == page);
            }
            "Log.entryAdded" if ["error", "warning"].iter().any(|level| event["entry"]["level"] == *level) => {
                self.faults.push(format!("the browser says: {} {}", event["entry"]["text"], event["entry"]["url"]));
            }
            "Runtime.exceptionThrown" => self.faults.push(format!("script failed: {}", event["exceptionDetails"])),
            "Runtime.consoleAPICalled" if ["error", "warning", "assert"].iter().any(|kind| event["type"] == *kind) => {
                self.faults.push(format!("the page says: {}", event["args"]));
            }
            "Audits.issueAdded" if event["issue"]["code"] == "ContentSecurityPolicyIssue" => {
                self.faults.push(format!("against the page's policy: {}", event["issue"]["details"]));
            }
            "Page.javascriptDialogOpening" => self.faults.push(format!("the page asks: {event}")),
            _ => {}
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let faults = self.take_faults();
        let _ = self.chromium.call(None, "Target.closeTarget", &json!({ "targetId": self.target }));
        assert!(faults.is_empty(), "went wrong unseen:\n{}", faults.join("\n"));
    }
}

/// An event of a key: `Enter`, `n`, `Control+k`.
fn key(kind: &str, keys: &str) -> Value {
    let (modifiers, name) = match keys.rsplit_once('+') {
        Some(("Control", name)) => (2, name),
        Some(("Shift", name)) => (8, name),
        _ => (0, keys),
    };
    let (text, code) = match name {
        "Enter" => ("\r", 13),
        "Escape" => ("", 27),
        "Tab" => ("", 9),
        "Delete" => ("", 46),
        "Backspace" => ("", 8),
        "ArrowUp" => ("", 38),
        "ArrowDown" => ("", 40),
        "Space" => (" ", 32),
        letter => (letter, letter.to_ascii_uppercase().bytes().next().unwrap_or_default()),
    };
    let name = if name == "Space" { " " } else { name };
    let mut event = json!({ "type": kind, "key": name, "modifiers": modifiers, "windowsVirtualKeyCode": code });
    if kind == "keyDown" && !text.is_empty() && modifiers & 2 == 0 {
        event["text"] = text.into();
    }
    event
}
