//! The operator: lowers a limit and puts it back, pauses and enables, while shoppers are at it.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::Setting;
use crate::client::Request;
use crate::draw::Draw;
use crate::history::Kind;
use crate::shop::{Coupon, Handling};

/// Handles the coupons of one wave until then.
pub(crate) async fn operate(setting: Setting, mut draw: Draw, wave: Vec<Coupon>, until: Instant) {
    let handled: Vec<&Coupon> = wave.iter().filter(|coupon| coupon.handling != Handling::LeftAlone).collect();
    while Instant::now() < until {
        for coupon in &handled {
            match coupon.handling {
                Handling::Edited => {
                    let most = u64::try_from(coupon.limits.total.unwrap_or(1)).unwrap_or(1);
                    let total = if draw.chance(30) { most } else { draw.between(1, most) };
                    let path = format!("/v1/coupons/{}", coupon.id);
                    let body = json!({"limits": {"total": total}});
                    let request = Request { kind: Kind::EditCoupon, method: "PATCH", path, body };
                    setting.client.ask(&mut draw, request).await;
                }
                Handling::Paused => {
                    change(&setting, &mut draw, coupon, Kind::Pause, "pause").await;
                    // Some pauses are longer than an answer takes on a busy machine.
                    let millis = if draw.chance(40) { draw.between(1_500, 3_000) } else { draw.between(100, 400) };
                    tokio::time::sleep(Duration::from_millis(millis)).await;
                    change(&setting, &mut draw, coupon, Kind::Enable, "enable").await;
                }
                Handling::LeftAlone => {}
            }
        }
        pause(&mut draw).await;
    }
}

async fn change(setting: &Setting, draw: &mut Draw, coupon: &Coupon, kind: Kind, verb: &str) {
    let path = format!("/v1/coupons/{}/{verb}", coupon.id);
    setting.client.ask(draw, Request::post(kind, path, json!({}))).await;
}

async fn pause(draw: &mut Draw) {
    tokio::time::sleep(Duration::from_millis(draw.between(100, 400))).await;
}
