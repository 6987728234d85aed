//! The engine from outside: numbers of the model, pricing vectors, properties, requirements.

#![allow(clippy::unwrap_used, reason = "tests")]

mod conditions;
mod entry_points;
mod fuzz;
mod hints;
mod kinds;
mod kinds_search;
mod lifecycle;
mod model;
mod oracle;
mod properties;
mod requirements;
mod requirements_types;
mod shop;
mod stacking;
mod vector;
mod vectors;
mod workload;
