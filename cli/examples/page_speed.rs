//! Measures how soon the admin pages answer when there is much: a shop is filled over HTTP, its owner signs in, and each
//! page of the list that the tests look at is asked for many times, one request after the other, to its last byte.
//! `cargo x bench pages` runs it on a release build: `page_speed <binary> [coupons] [times]`.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "a program that prints figures")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[path = "../tests/it/browser/page_list.rs"]
mod page_list;

use page_list::{PAGES, Who};

const KEY: &str = "sk_for_measuring_the_admin_pages";
/// Connections that make coupons side by side: one commit holds what comes together.
const HANDS: u64 = 32;
/// Codes of the coupon that is looked at.
const CODES: u64 = 100_000;
/// The line of a request's head that says that a form is sent.
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
/// What a page may take at the 95th percentile.
const MOST: Duration = Duration::from_millis(50);
/// Words of names; each coupon has three.
const WORDS: [&str; 12] = [
    "summer", "winter", "loyal", "birthday", "flash", "members", "weekend", "outlet", "launch", "harvest", "partner",
    "garden",
];

/// Ways to ask for the list that the list of pages does not have.
const LISTS: [(&str, &str); 10] = [
    ("coupons, a word that many have", "?q=umme"),
    ("coupons, a word that one has", "?q=077777"),
    ("coupons, a word that none has", "?q=nothing"),
    ("coupons, a code", "?q=C-77777"),
    ("coupons, active, soonest end", "?state=active&sort=ends_at"),
    ("coupons, paused", "?state=paused"),
    ("coupons, used up", "?state=used_up"),
    ("coupons, expired, by name", "?state=expired&sort=name"),
    ("coupons, ending within 30 days", "?ends=30"),
    ("coupons, last changed, two words", "?q=outlet+garden&sort=updated"),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments.next().expect("the program to measure: page_speed <binary> [coupons] [times]");
    let mut numbers = arguments.filter_map(|number| number.parse().ok());
    let (coupons, times) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(200));
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::serve(&binary, &format!("sqlite:{}", folder.path().join("pages.db").display()));
    let began = Instant::now();
    let last = shop.fill(coupons);
    println!("{coupons} coupons made in {:.1} s, {CODES} codes for the last", began.elapsed().as_secs_f64());
    let mut owner = shop.owner();
    owner.ask("GET", "/admin/coupons", "");

    println!("\n{:<34} {:>9} {:>9} {:>9}", "page", "p50 ms", "p95 ms", "bytes");
    let mut slow = Vec::new();
    let mut of_list = Vec::new();
    for (name, _, path, _, query) in PAGES.iter().filter(|page| page.1 == Who::Owner) {
        let of_last = path.replace("/admin/coupons/{id}", &format!("/admin/coupons/{last}"));
        match path_of(&mut owner, &of_last) {
            Some(path) => of_list.push(((*name).to_owned(), format!("{path}{query}"))),
            None => println!("{name:<34} there is none in this shop"),
        }
    }
    let lists = LISTS.iter().map(|(name, query)| ((*name).to_owned(), format!("/admin/coupons{query}")));
    for (name, path) in of_list.into_iter().chain(lists) {
        let mut taken = Vec::new();
        let mut bytes = 0;
        for _ in 0..times {
            let began = Instant::now();
            bytes = owner.ask("GET", &path, "").len();
            taken.push(began.elapsed());
        }
        taken.sort_unstable();
        let at = |share: usize| taken[(taken.len() * share / 100).min(taken.len() - 1)];
        let in_ms = |time: Duration| format!("{}.{:02}", time.as_micros() / 1_000, time.as_micros() % 1_000 / 10);
        println!("{name:<34} {:>9} {:>9} {bytes:>9}", in_ms(at(50)), in_ms(at(95)));
        if at(95) > MOST {
            slow.push(name);
        }
    }
    match slow.as_slice() {
        [] => println!("\nEvery page answers within {} ms at the 95th percentile.", MOST.as_millis()),
        slow => println!("\nLonger than {} ms at the 95th percentile: {}", MOST.as_millis(), slow.join(", ")),
    }
}

/// The path with what is there in its places: the first that the page above links to. Nothing where nothing is there.
fn path_of(owner: &mut Connection, path: &str) -> Option<String> {
    let mut found = String::new();
    for segment in path.split('/').skip(1) {
        if !segment.starts_with('{') {
            found = format!("{found}/{segment}");
            continue;
        }
        let above = found.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
        let id = [found.clone(), above].iter().find_map(|list| first_link(owner, list, &found))?;
        found = format!("{found}/{id}");
    }
    Some(found)
}

/// The id in the first link of a page below a path.
fn first_link(owner: &mut Connection, page: &str, below: &str) -> Option<String> {
    let html = String::from_utf8_lossy(&owner.ask("GET", page, "")).into_owned();
    let before = format!("href=\"{below}/");
    let links = html.split(&before).skip(1).filter_map(|link| link.split(['"', '/', '?', '#']).next());
    let is_word = |id: &&str| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    links.filter(|id| !is_word(id)).map(str::to_owned).next()
}

/// A served shop that ends with this program.
struct Shop {
    child: Child,
    host: String,
    /// Where the first account is made.
    setup: String,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Shop {
    fn serve(binary: &str, database: &str) -> Self {
        let mut command = Command::new(binary);
        command.args(["serve", "--database", database, "--listen", "127.0.0.1:0"]).env("TESSERA_SECRET_KEY", KEY);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("/admin/setup?token=")).expect("it prints where it is set up");
        thread::spawn(move || lines.for_each(drop));
        let (host, setup) = line.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self { child, host: host.to_owned(), setup: format!("/{setup}") }
    }

    /// Makes the coupons, a batch of codes for the last of them and the owner's account. Answers with the last one's id.
    fn fill(&self, coupons: u64) -> String {
        thread::scope(|hands| {
            for hand in 0..HANDS {
                hands.spawn(move || {
                    let mut connection = self.with_key();
                    (hand..coupons).step_by(usize::try_from(HANDS).unwrap()).for_each(|number| {
                        connection.ask("POST", "/v1/coupons", &coupon(number).to_string());
                    });
                });
            }
        });
        let mut connection = self.with_key();
        let made = connection.ask("POST", "/v1/coupons", &coupon(coupons).to_string());
        let made: Value = serde_json::from_slice(&made).unwrap();
        let id = made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let batch = json!({ "generate": { "count": CODES, "prefix": "SUM" } });
        let job = connection.ask("POST", &format!("/v1/coupons/{id}/codes"), &batch.to_string());
        let job: Value = serde_json::from_slice(&job).unwrap();
        let job = format!("/v1/jobs/{}", job["id"].as_str().unwrap_or_else(|| panic!("{job}")));
        loop {
            let state: Value = serde_json::from_slice(&connection.ask("GET", &job, "")).unwrap();
            assert!(state["state"] != "failed", "{state}");
            if state["state"] == "done" {
                break;
            }
            thread::sleep(Duration::from_millis(200));
        }
        let token = self.setup.rsplit_once('=').unwrap().1;
        let form = format!("token={token}&name=Ana&email=ana%40shop.example&password=correct+horse+battery");
        self.connect(FORM.to_owned()).ask("POST", "/admin/setup", &form);
        id
    }

    fn connect(&self, head: String) -> Connection {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_nodelay(true).unwrap();
        Connection { stream: BufReader::new(stream), host: self.host.clone(), head, cookies: String::new() }
    }

    fn with_key(&self) -> Connection {
        self.connect(format!("Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"))
    }

    /// A connection of the owner, signed in.
    fn owner(&self) -> Connection {
        let mut connection = self.connect(FORM.to_owned());
        connection.ask("POST", "/admin/sign-in", "email=ana%40shop.example&password=correct+horse+battery");
        assert!(connection.cookies.contains("tessera_session="), "the owner is signed in");
        connection
    }
}

/// A connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    /// Lines of every request's head.
    head: String,
    cookies: String,
}

impl Connection {
    /// The body of the answer.
    fn ask(&mut self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let (host, head, cookies, length) = (&self.host, &self.head, &self.cookies, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n{head}Content-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let (name, value) = line.trim().split_once(": ").unwrap_or((line.trim(), ""));
            match name.to_ascii_lowercase().as_str() {
                "" => break,
                "content-length" => length = value.parse().unwrap(),
                "transfer-encoding" => panic!("answers have a length: {path}"),
                "set-cookie" => self.cookies = format!("{}; {}", value.split(';').next().unwrap(), self.cookies),
                name if name.starts_with("http/") => {
                    let status = name.split(' ').nth(1).unwrap_or_default();
                    assert!(status < "400" || status == "404", "{method} {path}: {name}");
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        body
    }
}

/// Three in four are enabled; one in four has an end, of those half in the past; half have a limit, one in 10,000 is used
/// up, one in 5,000 paused.
fn coupon(number: u64) -> Value {
    let word = |place: u32| WORDS[usize::try_from(number / 12_u64.pow(place) % 12).unwrap()];
    let ends_at = match number % 8 {
        0 => json!("2030-01-01T00:00:00Z"),
        1 => json!("2026-01-02T00:00:00Z"),
        _ => Value::Null,
    };
    let status = match number % 4 {
        3 => "draft",
        _ if number % 5_000 == 2 => "paused",
        _ => "enabled",
    };
    let total = match number {
        number if number % 10_000 == 5 => json!(0),
        number if number % 2 == 1 => json!(1_000),
        _ => Value::Null,
    };
    json!({
        "name": format!("{} {} {} {number:06}", word(0), word(1), word(2)),
        "status": status, "limits": { "total": total }, "code": format!("C-{number}"),
        "validity": { "ends_at": ends_at }, "tags": [word(0)],
        "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "categories": [format!("k{}", number % 500)] } }],
    })
}
