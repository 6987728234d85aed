//! The engine from outside: numbers of the model, pricing vectors, properties, requirements.

#![allow(clippy::unwrap_used, reason = "tests")]

mod agreement;
mod conditions;
mod hints;
mod kinds;
mod model;
mod properties;
mod random;
mod requirements;
mod shop;
mod slow;
mod stacking;
mod vectors;
mod workload;
