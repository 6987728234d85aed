//! What a merchant writes of a campaign.

use serde::Serialize;
use tessera_engine::Amounts;
use tessera_engine::decode::{Decode, Errors, Node, codes};
use tessera_store::campaigns::{CampaignRecord, NewCampaign};

/// A campaign as it is written. Serialised it is what a merge patch applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignBody {
    /// What the merchant calls it.
    pub(super) name: String,
    /// Discount in all by currency; `None` is unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) budget: Option<Amounts>,
}

/// What the contract knows of a campaign and this release does not do yet.
const LATER: [&str; 3] = ["starts_at", "ends_at", "channels"];

impl Decode for CampaignBody {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        for name in LATER {
            if object.has(name) {
                let detail = "This release cannot do this yet; leave it out.";
                errors.push(object.pointer_to(name), codes::NOT_IN_THIS_RELEASE, detail);
            }
            object.take(name);
        }
        let name = object.required("name", errors, Node::name);
        let budget = object.optional("budget", errors, Node::amounts);
        object.finish(errors);
        Some(Self { name: name?, budget })
    }
}

impl CampaignBody {
    /// As the store keeps it.
    pub(super) fn to_store(&self) -> NewCampaign {
        let by_code = |budget: &Amounts| budget.iter().map(|(of, most)| (of.to_string(), most.minor())).collect();
        NewCampaign { name: self.name.clone(), budget: self.budget.as_ref().map(by_code) }
    }
}

/// A stored campaign as it was written, JSON.
pub(super) fn written(record: &CampaignRecord) -> String {
    #[derive(Serialize)]
    struct Written<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        budget: Option<&'a std::collections::BTreeMap<String, i64>>,
    }
    crate::orders::to_text(&Written { name: &record.name, budget: record.budget.as_ref() })
}
