//! What a merchant writes of a campaign.

use jiff::Timestamp;
use serde::Serialize;
use tessera_engine::Amounts;
use tessera_engine::decode::{Decode, Errors, Node, codes, limits};
use tessera_store::campaigns::{Calendar, CampaignRecord, NewCampaign};

/// A campaign as it is written. Serialised it is what a merge patch applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignBody {
    /// What the merchant calls it.
    pub(super) name: String,
    /// Discount in all by currency; `None` is unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) budget: Option<Amounts>,
    /// From here on its coupons are in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) starts_at: Option<Timestamp>,
    /// Before here its coupons are in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ends_at: Option<Timestamp>,
    /// Where it is run, in the merchant's words.
    pub(super) channels: Vec<String>,
}

impl Decode for CampaignBody {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let name = object.required("name", errors, Node::name);
        let budget = object.optional("budget", errors, Node::amounts);
        let starts_at = object.optional("starts_at", errors, Node::timestamp);
        let ends_at = object.optional("ends_at", errors, Node::timestamp);
        if matches!((starts_at, ends_at), (Some(start), Some(end)) if end <= start) {
            errors.push(object.pointer_to("ends_at"), codes::OUT_OF_RANGE, "must be after `starts_at`");
        }
        let channels = object.optional("channels", errors, |node, errors| node.names(limits::LIST, errors));
        object.finish(errors);
        Some(Self { name: name?, budget, starts_at, ends_at, channels: channels.unwrap_or_default() })
    }
}

impl CampaignBody {
    /// As the store keeps it.
    pub(super) fn to_store(&self) -> NewCampaign {
        let by_code = |budget: &Amounts| budget.iter().map(|(of, most)| (of.to_string(), most.minor())).collect();
        NewCampaign {
            name: self.name.clone(),
            budget: self.budget.as_ref().map(by_code),
            calendar: Calendar { starts_at: self.starts_at, ends_at: self.ends_at },
            channels: self.channels.clone(),
        }
    }
}

/// A stored campaign as it was written, JSON.
pub(super) fn written(record: &CampaignRecord) -> String {
    #[derive(Serialize)]
    struct Written<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        budget: Option<&'a std::collections::BTreeMap<String, i64>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        starts_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_at: Option<Timestamp>,
        channels: &'a [String],
    }
    let Calendar { starts_at, ends_at } = record.calendar;
    crate::orders::to_text(&Written {
        name: &record.name,
        budget: record.budget.as_ref(),
        starts_at,
        ends_at,
        channels: &record.channels,
    })
}
