//! Why a built-in template works, and what can go wrong with it.

use crate::admin::texts::Texts;

/// Why and which risk; nothing of the team's own.
pub(super) fn advice(id: &str, t: &Texts) -> Option<(&'static str, &'static str)> {
    Some(match id {
        "tpl_welcome" => (t.advice_welcome_why, t.advice_welcome_risk),
        "tpl_new_user" => (t.advice_new_user_why, t.advice_new_user_risk),
        "tpl_loyalty" => (t.advice_loyalty_why, t.advice_loyalty_risk),
        "tpl_member_birthday" => (t.advice_member_birthday_why, t.advice_member_birthday_risk),
        "tpl_holiday" => (t.advice_holiday_why, t.advice_holiday_risk),
        "tpl_seasonal" => (t.advice_seasonal_why, t.advice_seasonal_risk),
        "tpl_spend_threshold" => (t.advice_spend_threshold_why, t.advice_spend_threshold_risk),
        "tpl_repurchase" => (t.advice_repurchase_why, t.advice_repurchase_risk),
        "tpl_specific_product" => (t.advice_specific_product_why, t.advice_specific_product_risk),
        "tpl_product_launch" => (t.advice_product_launch_why, t.advice_product_launch_risk),
        "tpl_site_wide_sale" => (t.advice_site_wide_sale_why, t.advice_site_wide_sale_risk),
        "tpl_bigger_spenders" => (t.advice_bigger_spenders_why, t.advice_bigger_spenders_risk),
        "tpl_corporate" => (t.advice_corporate_why, t.advice_corporate_risk),
        "tpl_repeat_customers" => (t.advice_repeat_customers_why, t.advice_repeat_customers_risk),
        "tpl_preferred_customers" => (t.advice_preferred_customers_why, t.advice_preferred_customers_risk),
        "tpl_free_shipping_first_order" => {
            (t.advice_free_shipping_first_order_why, t.advice_free_shipping_first_order_risk)
        }
        "tpl_clearance_past_buyers" => (t.advice_clearance_past_buyers_why, t.advice_clearance_past_buyers_risk),
        "tpl_gift_card_big_purchasers" => {
            (t.advice_gift_card_big_purchasers_why, t.advice_gift_card_big_purchasers_risk)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    #[test]
    fn the_teams_own_have_none() {
        assert!(advice("tpl_welcome", &EN).is_some());
        assert_eq!(advice("tpl_0197", &EN), None);
    }
}
