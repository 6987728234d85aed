//! The HTTP face in process, over the use cases on a database in memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod admin;
mod answers;
mod as_of;
mod bad_input;
mod batch;
mod boundaries;
mod bulk;
mod claims;
mod codes;
mod description;
mod edge;
mod events;
mod face;
mod hints;
mod history;
mod life;
mod lists;
mod messages;
mod once;
mod operations;
mod pages;
mod permissions;
mod publishable;
mod renewals;
mod requirements;
mod segments;
mod serve;
mod settings;
mod templates;
mod vectors;
mod webhooks;
mod widget;
