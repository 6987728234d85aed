//! The coupons that exist. A new wave comes every few seconds, so that the edge of each limit is crossed often.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};

use super::Setting;
use crate::client::Request;
use crate::draw::Draw;
use crate::history::Kind;
use crate::shop::Coupon;

/// All coupons of a run and those that shoppers know now.
#[derive(Debug, Default)]
pub(crate) struct Market(Mutex<Stock>);

#[derive(Debug, Default)]
struct Stock {
    all: Vec<Coupon>,
    wave: Vec<Coupon>,
}

impl Market {
    /// The last coupons made.
    pub(crate) fn recent(&self, count: usize) -> Vec<Coupon> {
        let stock = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stock.all[stock.all.len().saturating_sub(count)..].to_vec()
    }

    /// What shoppers know now.
    pub(crate) fn wave(&self) -> Vec<Coupon> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).wave.clone()
    }

    /// Creates coupons. `is_wave`: shoppers come for them.
    pub(crate) async fn open(
        &self,
        setting: &Setting,
        draw: &mut Draw,
        coupons: Vec<Coupon>,
        is_wave: bool,
    ) -> anyhow::Result<Vec<Coupon>> {
        let mut made = Vec::new();
        for mut coupon in coupons {
            let request = Request::post(Kind::CreateCoupon, "/v1/coupons", coupon.body());
            let reply = setting.client.ask(draw, request).await;
            if setting.client.lacks_something() {
                bail!("the binary cannot do what this run asks of it; the history says which call");
            }
            // What else came of it is in the history: the checker says what a refusal means, the run goes on without.
            let Some(id) = reply.success().and_then(|body| body["id"].as_str()) else { continue };
            coupon.id = id.to_owned();
            made.push(coupon);
        }
        let mut stock = self.0.lock().ok().context("a task panicked with the coupons in its hand")?;
        stock.all.extend(made.iter().cloned());
        if is_wave {
            stock.wave.clone_from(&made);
        }
        Ok(made)
    }

    /// Notes a coupon that a part of the run made by itself.
    pub(crate) fn note(&self, coupon: Coupon) -> anyhow::Result<()> {
        self.0.lock().ok().context("a task panicked with the coupons in its hand")?.all.push(coupon);
        Ok(())
    }

    /// Every coupon of the run.
    pub(crate) fn all(&self) -> Vec<Coupon> {
        self.recent(usize::MAX)
    }
}
