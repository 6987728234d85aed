//! Codes from a table: received, read a piece at a time, and given to a coupon by a job.

mod head;
mod import_codes;
mod intake;
mod received;
mod rows;
mod work;

pub use import_codes::TableBody;
pub use intake::LARGEST_TABLE;

pub(crate) use work::ImportCodes;
