//! Figures for Prometheus. Every series is registered when the router is made, so that a request only adds to
//! numbers it already holds; no label is made while requests run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use metrics::{
    Counter, Gauge, Histogram, Label, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use utoipa::openapi::OpenApi;

use crate::answer::REPLAYED;

const REQUESTS: &str = "tessera_http_requests_total";
const DURATION: &str = "tessera_http_request_duration_seconds";
const IN_FLIGHT: &str = "tessera_http_requests_in_flight";
const QUOTES: &str = "tessera_quotes_total";
const REDEMPTIONS: &str = "tessera_redemptions_total";
const STARTED: &str = "process_start_time_seconds";

/// Upper bounds of the durations, in seconds.
const BOUNDS: [f64; 13] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];
/// Status classes, in the order of [`Series::by_class`].
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];
/// The route of a request that no route matched, and the method of one that its route does not know.
const OTHER: &str = "other";
/// Durations are kept one by one until they are folded into the histogram.
const FOLD_EVERY: u32 = 1 << 14;

/// The figures. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Metrics(Arc<Registered>);

struct Registered {
    prometheus: PrometheusHandle,
    routes: BTreeMap<String, Vec<(Method, Series)>>,
    other: Series,
    in_flight: Gauge,
    since_fold: std::sync::atomic::AtomicU32,
}

/// The series of one route and method.
struct Series {
    by_class: [Counter; 4],
    duration: Histogram,
    /// Counts what was done, beside how often it was asked for.
    done: Option<Counter>,
}

impl Metrics {
    /// Registers a series for every operation of the description and every page.
    pub(crate) fn new(description: &OpenApi) -> Self {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BOUNDS)
            .expect("there are bounds")
            .build_recorder();
        let prometheus = recorder.handle();
        let registered = metrics::with_local_recorder(&recorder, || {
            describe();
            gauge!(STARTED).set(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()));
            let mut routes: BTreeMap<String, Vec<(Method, Series)>> = BTreeMap::new();
            for (path, method) in operations(description) {
                let series = Series::new(&path, method.as_str());
                routes.entry(path).or_default().push((method, series));
            }
            Registered {
                prometheus,
                routes,
                other: Series::new(OTHER, OTHER),
                in_flight: gauge!(IN_FLIGHT),
                since_fold: std::sync::atomic::AtomicU32::new(0),
            }
        });
        Self(Arc::new(registered))
    }

    /// Counts an answer.
    pub(crate) fn record(&self, route: Option<&str>, method: &Method, response: &Response, took: Duration) {
        let series = route
            .and_then(|route| self.0.routes.get(route))
            .and_then(|series| series.iter().find(|(known, _)| known == method))
            .map_or(&self.0.other, |(_, series)| series);
        series.record(response, took);
        let since_fold = self.0.since_fold.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if since_fold % FOLD_EVERY == FOLD_EVERY - 1 {
            self.0.prometheus.run_upkeep();
        }
    }

    /// The figures as Prometheus reads them.
    pub(crate) fn render(&self, in_flight: usize) -> Response {
        self.0.in_flight.set(f64::from(u32::try_from(in_flight).unwrap_or(u32::MAX)));
        let content_type = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        (content_type, self.0.prometheus.render()).into_response()
    }
}

impl Series {
    fn new(route: &str, method: &str) -> Self {
        let labels = vec![Label::new("route", route.to_owned()), Label::new("method", method.to_owned())];
        let by_class = CLASSES.map(|class| {
            let mut labels = labels.clone();
            labels.push(Label::from_static_parts("status", class));
            counter!(REQUESTS, labels)
        });
        let done = match (method, route) {
            ("POST", "/v1/quotes") => Some(counter!(QUOTES)),
            ("POST", "/v1/redemptions") => Some(counter!(REDEMPTIONS)),
            _ => None,
        };
        Self { by_class, duration: histogram!(DURATION, labels), done }
    }

    fn record(&self, response: &Response, took: Duration) {
        let status = response.status();
        let class = usize::from(status.as_u16() / 100).saturating_sub(2).min(CLASSES.len() - 1);
        self.by_class[class].increment(1);
        self.duration.record(took.as_secs_f64());
        if let Some(done) = &self.done
            && (status == StatusCode::OK || status == StatusCode::CREATED)
            && !response.headers().contains_key(REPLAYED)
        {
            done.increment(1);
        }
    }
}

fn describe() {
    describe_counter!(REQUESTS, "Requests answered, by route, method and status class.");
    describe_histogram!(
        DURATION,
        metrics::Unit::Seconds,
        "Time from the head of a request to its answer, by route and method."
    );
    describe_gauge!(IN_FLIGHT, "Requests that run now.");
    describe_counter!(QUOTES, "Carts priced.");
    describe_counter!(REDEMPTIONS, "Orders placed with their discounts; repeats not counted.");
    describe_gauge!(STARTED, metrics::Unit::Seconds, "When the process started, seconds since 1970.");
}

/// Path and method of everything that has a series of its own.
fn operations(description: &OpenApi) -> Vec<(String, Method)> {
    let mut operations = Vec::new();
    for (path, item) in &description.paths.paths {
        let methods = [
            (&item.get, Method::GET),
            (&item.post, Method::POST),
            (&item.put, Method::PUT),
            (&item.patch, Method::PATCH),
            (&item.delete, Method::DELETE),
        ];
        operations
            .extend(methods.into_iter().filter(|(there, _)| there.is_some()).map(|(_, method)| (path.clone(), method)));
    }
    let pages = crate::pages::PATHS.iter().chain(&crate::admin::PATHS);
    operations.extend(pages.map(|path| ((*path).to_owned(), Method::GET)));
    operations
}
