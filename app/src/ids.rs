//! Our ids: opaque text with a prefix that says what it names.

use jiff::Timestamp;
use uuid::{Builder, Uuid};

use crate::clock::Randomness;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// A coupon.
    Coupon,
    /// A code.
    Code,
    /// A claim.
    Claim,
    /// A campaign.
    Campaign,
    /// A redemption.
    Redemption,
    /// A reservation, or what a redemption without a hold has in its place.
    Reservation,
    /// A refund.
    Refund,
    /// A segment.
    Segment,
    /// An API key.
    Key,
    /// An endpoint of events.
    Webhook,
    /// An event.
    Event,
    /// An entry of the audit trail.
    Audit,
    /// A job.
    Job,
    /// A template of coupons.
    Template,
    /// A saved view of a list.
    View,
    /// A saved test basket.
    Basket,
    /// A person who signs in.
    User,
    /// A browser in which a person is signed in.
    Session,
}

impl IdKind {
    /// The prefix with its underscore.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Coupon => "cpn_",
            Self::Code => "cod_",
            Self::Claim => "clm_",
            Self::Campaign => "cmp_",
            Self::Redemption => "rdm_",
            Self::Reservation => "rsv_",
            Self::Refund => "rfd_",
            Self::Segment => "seg_",
            Self::Key => "key_",
            Self::Webhook => "whk_",
            Self::Event => "evt_",
            Self::Audit => "aud_",
            Self::Job => "job_",
            Self::Template => "tpl_",
            Self::View => "viw_",
            Self::Basket => "bsk_",
            Self::User => "usr_",
            Self::Session => "ses_",
        }
    }
}

/// Makes a new id: the prefix and a UUID of version 7 without dashes, so that ids sort by time.
#[must_use]
pub fn new_id(kind: IdKind, now: Timestamp, randomness: &dyn Randomness) -> String {
    let mut random = [0; 10];
    randomness.fill(&mut random);
    id_of(kind, now, random)
}

/// The id with these random bytes.
pub(crate) fn id_of(kind: IdKind, now: Timestamp, random: [u8; 10]) -> String {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let uuid: Uuid = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    format!("{}{}", kind.prefix(), uuid.simple())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemRandomness;

    #[test]
    fn ids_carry_their_prefix_and_sort_by_time() {
        let early = new_id(IdKind::Coupon, Timestamp::from_second(1_000).unwrap(), &SystemRandomness);
        let late = new_id(IdKind::Coupon, Timestamp::from_second(2_000).unwrap(), &SystemRandomness);
        assert!(early.starts_with("cpn_") && early.len() == 36);
        assert!(early < late);
    }
}
