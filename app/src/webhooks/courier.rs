//! Who carries an event to an endpoint. Handed in, so that a test needs no network.

use futures::future::BoxFuture;

/// One attempt: what is sent where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// `https://...`, or `http://...` where the operator allows private endpoints.
    pub url: String,
    /// Headers, beside those of every JSON body.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: Vec<u8>,
}

/// Carries parcels. Ends within half a minute, follows no redirect, connects to no address the operator does not allow.
pub trait Courier: Send + Sync + 'static {
    /// The status it was answered with, or in words why there was none.
    fn deliver(&self, parcel: Parcel) -> BoxFuture<'static, Result<u16, String>>;
}
