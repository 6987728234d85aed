//! Writing a coupon's terms: every member, in the order of the HTTP contract, absent ones as `null`, `[]` or `{}`.
//! Reading what is written gives the same terms.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{CombinesWith, Limits, Stacking, Terms, Text, Validity};
use crate::code::Code;

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Terms", 17)?;
        object.serialize_field("name", &self.name)?;
        object.serialize_field("title", &self.title)?;
        object.serialize_field("description", &self.description)?;
        object.serialize_field("campaign_id", &self.campaign_id)?;
        object.serialize_field("status", &self.status)?;
        object.serialize_field("activation", &self.activation)?;
        object.serialize_field("code", &self.code)?;
        object.serialize_field("visibility", &self.visibility)?;
        object.serialize_field("benefits", &self.benefits)?;
        object.serialize_field("conditions", &self.conditions)?;
        object.serialize_field("validity", &self.validity)?;
        object.serialize_field("limits", &self.limits)?;
        object.serialize_field("stacking", &self.stacking)?;
        object.serialize_field("renewals", &self.renewals.map_or(-1, i64::from))?;
        object.serialize_field("owner", &self.owner)?;
        object.serialize_field("tags", &self.tags)?;
        object.serialize_field("metadata", &self.metadata)?;
        object.end()
    }
}

impl Serialize for Code {
    /// The code as it was typed.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.typed())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(text) => serializer.serialize_str(text),
            Self::ByLocale(texts) => texts.serialize(serializer),
        }
    }
}

impl Serialize for Validity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Validity", 3)?;
        object.serialize_field("starts_at", &self.starts_at)?;
        object.serialize_field("ends_at", &self.ends_at)?;
        object.serialize_field("days_after_claim", &self.days_after_claim)?;
        object.end()
    }
}

impl Serialize for Limits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Limits", 9)?;
        object.serialize_field("total", &self.total)?;
        object.serialize_field("per_customer", &self.per_customer)?;
        object.serialize_field("per_code", &self.per_code)?;
        object.serialize_field("per_day", &self.per_day)?;
        object.serialize_field("budget", &self.budget)?;
        object.serialize_field("budget_per_customer", &self.budget_per_customer)?;
        object.serialize_field("budget_per_day", &self.budget_per_day)?;
        object.serialize_field("claims_total", &self.claims_total)?;
        object.serialize_field("claims_per_customer", &self.claims_per_customer)?;
        object.end()
    }
}

impl Serialize for Stacking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Stacking", 4)?;
        object.serialize_field("combines_with", &self.combines_with)?;
        object.serialize_field("with", &self.with)?;
        object.serialize_field("never_with", &self.never_with)?;
        object.serialize_field("priority", &self.priority)?;
        object.end()
    }
}

impl Serialize for CombinesWith {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("CombinesWith", 5)?;
        object.serialize_field("item", &self.item)?;
        object.serialize_field("order", &self.order)?;
        object.serialize_field("shipping", &self.shipping)?;
        object.serialize_field("codes", &self.codes)?;
        object.serialize_field("automatic", &self.automatic)?;
        object.end()
    }
}
