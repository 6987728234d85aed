//! The real binary, started as a user starts it.

mod demo;
mod http;
mod process;
mod readme;
mod serve;
