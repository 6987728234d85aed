//! Chromium without a window, spoken to over the DevTools protocol on two pipes: no port, no driver program and no library
//! to build. It ends with the test, however the test ends, for it ends when its pipes do.

use std::cell::RefCell;
use std::collections::HashMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Names the program; `cargo x test` sets it.
const VARIABLE: &str = "TESSERA_TEST_CHROMIUM";
/// The names under which it is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How long anything may take. Only a hopeless wait is ended by it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// The protocol is spoken on the descriptors 3 and 4.
const ON_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

const ARGUMENTS: [&str; 18] = [
    "--headless",
    "--remote-debugging-pipe",
    // The pages are our own, and who runs as root has no other way.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    // What a page of ours has nothing of, and a start pays for.
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--lang=en-US",
    "about:blank",
];

/// A running browser.
#[derive(Clone)]
pub(crate) struct Chromium(Rc<RefCell<Running>>);

struct Running {
    child: Child,
    /// Closed to end it.
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    last_id: u64,
    /// What happened in tabs and is not yet looked at, by session.
    happened: HashMap<String, Vec<Value>>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts one.
    pub(crate) fn start() -> Self {
        let program = program();
        let profile = TempDir::with_prefix("tessera-browser-").expect("a folder for the browser");
        let mut child = Command::new("sh")
            .args(["-c", ON_PIPES])
            .arg(&program)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(ARGUMENTS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let to = child.stdin.take();
        let output = child.stdout.take().expect("its output is piped");
        let (sender, from) = channel();
        thread::spawn(move || read_messages(BufReader::new(output), &sender));
        let running = Running { child, to, from, last_id: 0, happened: HashMap::new(), _profile: profile };
        Self(Rc::new(RefCell::new(running)))
    }

    /// Calls a method, of the browser itself or of a session.
    ///
    /// # Errors
    /// What the browser answers where it refuses.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, parameters: &Value) -> Result<Value, String> {
        let mut running = self.0.borrow_mut();
        let id = running.send(session, method, parameters);
        let end = Instant::now() + PATIENCE;
        loop {
            let message = running.next(end.saturating_duration_since(Instant::now()));
            let message = message.unwrap_or_else(|| panic!("the browser does not answer {method}"));
            if message["id"] == id {
                let fault = &message["error"]["message"];
                return fault.as_str().map_or_else(|| Ok(message["result"].clone()), |fault| Err(fault.to_owned()));
            }
            running.note(message);
        }
    }

    /// Waits until something happens, so long at most.
    pub(crate) fn listen(&self, most: Duration) {
        let mut running = self.0.borrow_mut();
        if let Some(message) = running.next(most) {
            running.note(message);
        }
    }

    /// What happened in a session since it was last asked.
    pub(crate) fn happened(&self, session: &str) -> Vec<Value> {
        self.0.borrow_mut().happened.remove(session).unwrap_or_default()
    }
}

impl Running {
    fn send(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> u64 {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let to = self.to.as_mut().expect("the browser runs");
        to.write_all(&bytes).and_then(|()| to.flush()).expect("the browser listens");
        self.last_id
    }

    fn next(&self, most: Duration) -> Option<Value> {
        match self.from.recv_timeout(most) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the browser ended"),
        }
    }

    /// Keeps an event. A question whether to leave a page is answered at once: the page waits for it.
    fn note(&mut self, message: Value) {
        let Some(session) = message["sessionId"].as_str().map(str::to_owned) else { return };
        if message["method"] == "Page.javascriptDialogOpening" {
            self.send(Some(&session), "Page.handleJavaScriptDialog", &json!({ "accept": true }));
        }
        if message["method"].is_string() {
            self.happened.entry(session).or_default().push(message);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.to.take());
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_messages(mut from: impl BufRead, to: &Sender<Value>) {
    let mut bytes = Vec::new();
    while matches!(from.read_until(0, &mut bytes), Ok(read) if read > 0) {
        let message = serde_json::from_slice(bytes.strip_suffix(&[0]).unwrap_or(&bytes));
        bytes.clear();
        if to.send(message.unwrap_or_default()).is_err() {
            return;
        }
    }
}

fn program() -> PathBuf {
    let given = env::var_os(VARIABLE).map(PathBuf::from);
    let folders = env::var_os("PATH").map_or_else(Vec::new, |path| env::split_paths(&path).collect());
    let found = folders.iter().flat_map(|folder| NAMES.map(|name| folder.join(name)));
    given.into_iter().chain(found).find(|program| program.is_file()).unwrap_or_else(|| {
        panic!(
            "there is no Chromium, looked for in ${VARIABLE} and PATH; `cargo x test` installs it, \
             `cargo x test fast` leaves the tests out that need it"
        )
    })
}
