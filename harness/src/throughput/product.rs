//! The product under load, with the coupons that are redeemed.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::driver::post;
use crate::history::Outcome;
use crate::http::{Http, SECRET_KEY, Sending};
use crate::supervisor::{Node, free_address};

/// Redemptions that are made to see what one writes.
const WEIGHED: u64 = 200;

/// Shoppers that come again.
const CUSTOMERS: u64 = 100_000;

/// How the uses are spread.
#[derive(Clone, Copy, Debug)]
pub(super) enum Codes {
    /// All of one code.
    Hot,
    /// Of so many, in turn.
    Many(usize),
}

/// A running node; dropping it ends it.
pub(super) struct Product {
    address: SocketAddr,
    http: Http,
    _node: Node,
}

impl Product {
    pub(super) async fn on_sqlite(binary: &Path, file: &Path, folder: &Path) -> anyhow::Result<Self> {
        Self::start(binary, format!("sqlite:{}", file.display()), &folder.join("sqlite.log")).await
    }

    pub(super) async fn on_postgres(binary: &Path, url: &str, folder: &Path, name: &str) -> anyhow::Result<Self> {
        Self::start(binary, url.to_owned(), &folder.join(format!("{name}.log"))).await
    }

    async fn start(binary: &Path, database: String, log: &Path) -> anyhow::Result<Self> {
        let binary = std::fs::canonicalize(binary).with_context(|| format!("there is no {}", binary.display()))?;
        let address = free_address()?;
        let mut node = Node::new(binary, address, database, log.to_owned());
        node.start()?;
        node.wait_ready(Duration::from_secs(30)).await?;
        Ok(Self { address, http: Http::new(address), _node: node })
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes coupons with a total limit that is never reached; answers their codes.
    pub(super) async fn create_coupons(&self, codes: Codes) -> anyhow::Result<Vec<String>> {
        let codes: Vec<String> = match codes {
            Codes::Hot => vec!["HOT".to_owned()],
            Codes::Many(count) => (0..count).map(|number| format!("MANY-{number}")).collect(),
        };
        for some in codes.chunks(32) {
            futures::future::try_join_all(some.iter().map(|code| self.create_coupon(code))).await?;
        }
        Ok(codes)
    }

    async fn create_coupon(&self, code: &str) -> anyhow::Result<()> {
        let body = json!({
            "name": code, "code": code, "status": "enabled", "limits": {"total": 1_000_000_000},
            "benefits": [{"kind": "percent_off", "percent": 10}],
        });
        let sending = Sending { method: "POST", path: "/v1/coupons", key: code, body: &body };
        match self.http.send(sending).await {
            Outcome::Answer { status: 201, .. } => Ok(()),
            other => bail!("a coupon was not made: {other:?}"),
        }
    }

    /// The request that redeems a code with the order of this number.
    pub(super) fn redemption(&self, codes: &[String], number: u64) -> Vec<u8> {
        let mut body = cart(codes, number);
        body["order_id"] = json!(format!("order-{number}"));
        let headers = format!("authorization: Bearer {SECRET_KEY}\r\nidempotency-key: key-{number}\r\n");
        post("/v1/redemptions", &headers, &body.to_string())
    }

    /// The request that prices the same cart.
    pub(super) fn quote(&self, codes: &[String], number: u64) -> Vec<u8> {
        let headers = format!("authorization: Bearer {SECRET_KEY}\r\n");
        post("/v1/quotes", &headers, &cart(codes, number).to_string())
    }

    /// What one redemption writes: rows that are new and their sizes, seen in the file.
    pub(super) async fn weigh(&self, file: &Path, codes: &[String]) -> anyhow::Result<Weight> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let before = content(&connection)?;
        for number in 0..WEIGHED {
            let mut body = cart(codes, number);
            body["order_id"] = json!(format!("weighed-{number}"));
            let key = format!("weighed-{number}");
            let sending = Sending { method: "POST", path: "/v1/redemptions", key: &key, body: &body };
            match self.http.send(sending).await {
                Outcome::Answer { status: 201, .. } => {}
                other => bail!("a redemption was not made: {other:?}"),
            }
        }
        let after = content(&connection)?;
        let grown = |(table, (rows, bytes)): (String, (u64, u64))| {
            let (rows_before, bytes_before) = before.get(&table).copied().unwrap_or_default();
            (table, rows - rows_before.min(rows), bytes - bytes_before.min(bytes))
        };
        let tables = after.into_iter().map(grown).filter(|(_, rows, _)| *rows > WEIGHED / 2);
        Ok(Weight(tables.map(|(table, rows, bytes)| (table, rows.div_ceil(WEIGHED), bytes / rows)).collect()))
    }
}

/// Tables, rows of each that a redemption inserts, and their mean size in bytes. Rows that are counted up are not in
/// it.
#[derive(Clone, Debug)]
pub(super) struct Weight(Vec<(String, u64, u64)>);

impl Weight {
    /// The size of every row.
    pub(super) fn rows(&self) -> Vec<usize> {
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(0);
        self.0.iter().flat_map(|(_, rows, bytes)| (0..*rows).map(move |_| size(*bytes))).collect()
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: u64 = self.0.iter().map(|(_, rows, _)| rows).sum();
        let bytes: u64 = self.0.iter().map(|(_, rows, bytes)| rows * bytes).sum();
        write!(out, "{rows} rows of {bytes} bytes:")?;
        self.0.iter().try_for_each(|(table, rows, bytes)| write!(out, " {table} {rows} x {bytes};"))
    }
}

/// Rows and bytes of each table.
fn content(connection: &Connection) -> anyhow::Result<BTreeMap<String, (u64, u64)>> {
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut content = BTreeMap::new();
    for name in names {
        let columns = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let sizes = columns.column_names().map(|column| format!("COALESCE(LENGTH({column}), 0)"));
        let sizes: Vec<String> = sizes.collect();
        let sum = format!("SELECT COUNT(*), COALESCE(SUM({}), 0) FROM {name}", sizes.join(" + "));
        let found = connection.query_row(&sum, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        content.insert(name, (u64::try_from(found.0)?, u64::try_from(found.1)?));
    }
    Ok(content)
}

/// Two lines, a shopper with an account, a code.
fn cart(codes: &[String], number: u64) -> Value {
    let code = usize::try_from(number).unwrap_or(0) % codes.len().max(1);
    let line = |id: &str, product: u64, price: u64| json!({"id": id, "product_id": format!("prod-{product}"), "quantity": 1, "unit_price": price});
    json!({
        "cart": {
            "currency": "USD",
            "line_items": [line("1", number % 100, 1999), line("2", 100 + number % 7, 2999)],
            "customer": {"id": format!("customer-{}", number.wrapping_mul(7919) % CUSTOMERS)},
        },
        "discounts": {"codes": [codes.get(code)]},
    })
}
