//! Reservations: an order's uses, budgets and amounts held while the shopper pays. `docs/MODEL.md` section 9.

mod changes;
mod commit_reservation;
mod create_reservation;
mod expire_reservations;
mod extend_reservation;
mod release_reservation;
mod request;
mod state;
mod update_reservation;

pub use request::{CommitRequest, ExtendRequest, ReservationRequest, UpdateRequest};
