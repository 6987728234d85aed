//! Reservations: holds on what an order will use, until it is placed, given up or expired.

pub(crate) mod commit_reservation;
pub(crate) mod create_reservation;
pub(crate) mod expire_reservations;
pub(crate) mod extend_reservation;
pub(crate) mod live_hold;
pub(crate) mod read_reservation;
pub(crate) mod release_reservation;
pub(crate) mod update_reservation;

pub use commit_reservation::commit_reservation;
pub use create_reservation::create_reservation;
pub use expire_reservations::{Due, expire_reservations, has_due};
pub use extend_reservation::extend_reservation;
pub use read_reservation::{ReservationRecord, lock_reservation, read_reservation};
pub use release_reservation::release_reservation;
pub use update_reservation::update_reservation;
