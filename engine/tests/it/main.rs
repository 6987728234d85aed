//! The engine from outside: numbers of the model, pricing vectors, properties, requirements.

#![allow(clippy::unwrap_used, reason = "tests")]

mod agreement;
mod conditions;
mod entry_points;
mod fuzz;
mod hints;
mod kinds;
mod lifecycle;
mod model;
mod properties;
mod random;
mod requirements;
mod requirements_types;
mod shop;
mod slow;
mod stacking;
mod vector;
mod vectors;
mod workload;
