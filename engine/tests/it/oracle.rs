//! A second, slow pricing of small carts, written from `docs/MODEL.md` and sharing nothing with the engine: every set
//! of candidates is run and compared. What the engine answers must be what this answers.

use serde_json::{Value, json};

/// A cart, coupons and settings, small enough to try every set.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) lines: Vec<CaseLine>,
    pub(crate) shipping: Option<i64>,
    pub(crate) coupons: Vec<CaseCoupon>,
    pub(crate) settings: CaseSettings,
}

#[derive(Clone, Debug)]
pub(crate) struct CaseLine {
    pub(crate) price: i64,
    pub(crate) quantity: i64,
    pub(crate) floor: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct CaseCoupon {
    pub(crate) is_code: bool,
    pub(crate) benefits: Vec<Gives>,
    pub(crate) condition: Option<Threshold>,
    pub(crate) priority: u32,
    /// item, order, shipping, codes, automatic
    pub(crate) combines: [bool; 5],
    pub(crate) never_with: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum Gives {
    /// Rate in ten-thousandths, cap, lines (`None`: all).
    Percent(i128, Option<i64>, Option<Vec<usize>>),
    Amount(i64, Option<Vec<usize>>),
    Shipping(Option<i64>),
}

#[derive(Clone, Debug)]
pub(crate) struct Threshold {
    pub(crate) is_min: bool,
    pub(crate) amount: i64,
    /// `None`: the default.
    pub(crate) after: Option<bool>,
}

#[derive(Clone, Debug)]
pub(crate) struct CaseSettings {
    /// 0 half up, 1 half even, 2 down
    pub(crate) mode: u8,
    /// 0 coupon, 1 line, 2 unit
    pub(crate) scope: u8,
    /// 0 largest, 1 first, 2 last
    pub(crate) remainder: u8,
    pub(crate) is_original: bool,
    pub(crate) cap: Option<i128>,
    pub(crate) codes: usize,
}

/// What one set comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) saving: i64,
    /// By coupon.
    pub(crate) gave: Vec<i64>,
    /// By line.
    pub(crate) off: Vec<i64>,
}

pub(crate) fn coupon_id(index: usize) -> String {
    format!("cpn_{index}")
}

fn line_id(index: usize) -> String {
    format!("l{index}")
}

impl Case {
    /// The case as a request.
    pub(crate) fn body(&self) -> Value {
        let lines: Vec<Value> = self.lines.iter().enumerate().map(|(index, line)| json!({
            "id": line_id(index), "product_id": line_id(index), "quantity": line.quantity, "unit_price": line.price,
            "min_unit_price": line.floor, "tax_rate": 20,
        })).collect();
        let codes: Vec<String> =
            (0..self.coupons.len()).filter(|index| self.coupons[*index].is_code).map(coupon_id).collect();
        json!({
            "cart": {
                "currency": "USD", "line_items": lines,
                "shipping": self.shipping.map(|amount| json!({ "service": "ground", "amount": amount })),
            },
            "coupons": (0..self.coupons.len()).map(|index| self.coupon_body(index)).collect::<Vec<_>>(),
            "discounts": { "codes": codes },
            "settings": {
                "rounding": {
                    "mode": (["half_up", "half_even", "down"][usize::from(self.settings.mode)]),
                    "scope": (["coupon", "line", "unit"][usize::from(self.settings.scope)]),
                    "remainder": (["largest", "first", "last"][usize::from(self.settings.remainder)]),
                },
                "percent_base": if self.settings.is_original { "original" } else { "running" },
                "max_discount_percent": self.settings.cap.map(decimal),
                "max_codes_per_order": self.settings.codes,
            },
        })
    }

    fn coupon_body(&self, index: usize) -> Value {
        let coupon = &self.coupons[index];
        let target = |lines: &Option<Vec<usize>>| match lines {
            None => Value::Null,
            Some(lines) => json!({ "products": lines.iter().map(|line| line_id(*line)).collect::<Vec<_>>() }),
        };
        let cap = |cap: &Option<i64>| cap.map_or(Value::Null, |cap| json!({ "USD": cap }));
        let benefits: Vec<Value> = coupon
            .benefits
            .iter()
            .map(|gives| match gives {
                Gives::Percent(rate, most, lines) => json!({
                    "kind": "percent_off", "percent": decimal(*rate), "max_amount": cap(most), "target": target(lines),
                }),
                Gives::Amount(amount, lines) => {
                    json!({ "kind": "amount_off", "amount": { "USD": amount }, "target": target(lines) })
                }
                Gives::Shipping(most) => json!({ "kind": "free_shipping", "max_amount": cap(most) }),
            })
            .collect();
        let conditions = coupon.condition.as_ref().map(|threshold| {
            json!({
                "kind": "order_amount", (if threshold.is_min { "min" } else { "max" }): { "USD": threshold.amount },
                "basis": threshold.after.map(|after| if after { "after_discounts" } else { "before_discounts" }),
            })
        });
        let [item, order, shipping, codes, automatic] = coupon.combines;
        json!({
            "id": coupon_id(index), "name": "c", "status": "enabled",
            "activation": if coupon.is_code { "code" } else { "automatic" },
            "code": coupon.is_code.then(|| coupon_id(index)), "benefits": benefits, "conditions": conditions,
            "stacking": {
                "priority": coupon.priority,
                "never_with": coupon.never_with.map(coupon_id).into_iter().collect::<Vec<_>>(),
                "combines_with": {
                    "item": item, "order": order, "shipping": shipping, "codes": codes, "automatic": automatic,
                },
            },
        })
    }

    /// The best legal set by 7.4, and the saving of the next best that gives something else.
    pub(crate) fn solve(&self) -> (Outcome, Option<i64>) {
        let count = self.coupons.len();
        let alone: Vec<i64> = (0..count).map(|one| self.run(1 << one).saving).collect();
        let mut found: Vec<(Outcome, Vec<usize>)> = Vec::new();
        for set in 0..1_usize << count {
            let outcome = self.run(set);
            if self.is_legal(set, &outcome, &alone) {
                let gave = (0..count).filter(|one| outcome.gave[*one] > 0).collect();
                found.push((outcome, gave));
            }
        }
        found.sort_by_key(|(outcome, gave)| {
            let mut priorities: Vec<u32> = gave.iter().map(|one| self.coupons[*one].priority).collect();
            priorities.sort_unstable();
            (-outcome.saving, gave.len(), priorities, gave.clone())
        });
        let (best, gave) = found[0].clone();
        let second = found.iter().find(|(_, other)| *other != gave).map(|(outcome, _)| outcome.saving);
        (best, second.filter(|saving| *saving > 0))
    }

    fn is_legal(&self, set: usize, outcome: &Outcome, alone: &[i64]) -> bool {
        let count = self.coupons.len();
        let is_in = |one: &usize| set & (1 << one) != 0;
        let members: Vec<usize> = (0..count).filter(is_in).collect();
        let combine = |a: usize, b: usize| self.allows(a, b) && self.allows(b, a);
        if members.iter().any(|a| members.iter().any(|b| a < b && !combine(*a, *b))) {
            return false;
        }
        let codes = |able: bool| {
            members.iter().filter(|one| self.coupons[**one].is_code && (!able || alone[**one] > 0)).count()
        };
        if codes(false) > self.settings.codes {
            return false;
        }
        (0..count).filter(|one| self.coupons[*one].is_code && !is_in(one) && alone[*one] > 0).all(|missing| {
            let excuses = |one: &usize| {
                !combine(*one, missing)
                    && if self.coupons[*one].is_code { alone[*one] > 0 } else { outcome.gave[*one] > 0 }
            };
            members.iter().any(excuses) || codes(true) >= self.settings.codes
        })
    }

    fn lane(gives: &Gives) -> usize {
        match gives {
            Gives::Percent(_, _, None) | Gives::Amount(_, None) => 1,
            Gives::Percent(..) | Gives::Amount(..) => 0,
            Gives::Shipping(_) => 2,
        }
    }

    fn allows(&self, a: usize, b: usize) -> bool {
        let (a, other) = (&self.coupons[a], &self.coupons[b]);
        a.never_with != Some(b)
            && other.benefits.iter().all(|gives| a.combines[Self::lane(gives)])
            && a.combines[if other.is_code { 3 } else { 4 }]
    }

    /// Runs exactly the coupons of a set, in run order.
    pub(crate) fn run(&self, set: usize) -> Outcome {
        let mut steps: Vec<(usize, u32, u8, usize, usize)> = Vec::new();
        for (index, coupon) in self.coupons.iter().enumerate().filter(|(index, _)| set & (1 << index) != 0) {
            for (position, gives) in coupon.benefits.iter().enumerate() {
                let rank = if matches!(gives, Gives::Amount(..)) { 6 } else { 5 };
                steps.push((Self::lane(gives), coupon.priority, rank, index, position));
            }
        }
        steps.sort_unstable();
        let subtotals: Vec<i64> = self.lines.iter().map(|line| line.price * line.quantity).collect();
        let mut left = subtotals.clone();
        let mut shipping = self.shipping.unwrap_or(0);
        let mut gave = vec![0; self.coupons.len()];
        let mut passes: Vec<Option<bool>> = vec![None; self.coupons.len()];
        let most: Option<i64> = self.settings.cap.map(|cap| to_i64(total(&subtotals) * cap / 1_000_000));
        for (lane, _, _, index, position) in steps {
            let pass = *passes[index].get_or_insert_with(|| self.passes(index, &subtotals, &left));
            if !pass {
                continue;
            }
            if let Gives::Shipping(cap) = &self.coupons[index].benefits[position] {
                if self.shipping.is_some() {
                    let off = cap.map_or(shipping, |cap| shipping.min(cap));
                    shipping -= off;
                    gave[index] += off;
                }
                continue;
            }
            let spent = to_i64(total(&subtotals) - total(&left));
            let allowed = most.map(|most| (most - spent).max(0));
            let off = self.take(&self.coupons[index].benefits[position], lane == 1, &subtotals, &left, allowed);
            for (line, off) in off.into_iter().enumerate() {
                left[line] -= off;
                gave[index] += off;
            }
        }
        let off: Vec<i64> = subtotals.iter().zip(&left).map(|(before, after)| before - after).collect();
        let saving = gave.iter().sum();
        Outcome { saving, gave, off }
    }

    fn passes(&self, index: usize, subtotals: &[i64], left: &[i64]) -> bool {
        let coupon = &self.coupons[index];
        let Some(threshold) = &coupon.condition else { return true };
        let only_shipping = coupon.benefits.iter().all(|gives| matches!(gives, Gives::Shipping(_)));
        let worth = total(if threshold.after.unwrap_or(only_shipping) { left } else { subtotals });
        if threshold.is_min { worth >= i128::from(threshold.amount) } else { worth <= i128::from(threshold.amount) }
    }

    /// What a merchandise benefit takes of every line.
    fn take(&self, gives: &Gives, in_order: bool, subtotals: &[i64], left: &[i64], allowed: Option<i64>) -> Vec<i64> {
        let all: Vec<usize> = (0..self.lines.len()).collect();
        let (Gives::Percent(_, _, lines) | Gives::Amount(_, lines)) = gives else { unreachable!() };
        let lines = lines.as_ref().unwrap_or(&all);
        let on = |line: usize, amount: i64| if lines.contains(&line) { amount } else { 0 };
        let room: Vec<i64> = (0..self.lines.len())
            .map(|line| {
                let floor = self.lines[line].floor.map_or(0, |floor| floor * self.lines[line].quantity);
                on(line, (left[line] - floor).max(0))
            })
            .collect();
        let original = self.settings.is_original && matches!(gives, Gives::Percent(..));
        let weights: Vec<i64> =
            (0..self.lines.len()).map(|line| on(line, if original { subtotals[line] } else { left[line] })).collect();
        let (across, own) = match gives {
            Gives::Amount(amount, _) => (Some(*amount), None),
            Gives::Percent(rate, cap, _) if self.settings.scope == 0 => {
                let amount = self.round(total(&weights) * rate, 1_000_000);
                let amount = cap.map_or(amount, |cap| amount.min(cap));
                if in_order { (Some(amount), None) } else { (None, Some(self.split(amount, &weights))) }
            }
            Gives::Percent(rate, cap, _) => {
                let own: Vec<i64> = (0..weights.len())
                    .map(|line| {
                        let units = if self.settings.scope == 2 { self.lines[line].quantity } else { 1 };
                        let unit = self.round(i128::from(weights[line]) * rate, 1_000_000 * i128::from(units));
                        (unit * units).min(weights[line])
                    })
                    .collect();
                let sum = to_i64(total(&own));
                (None, Some(if cap.is_some_and(|cap| cap < sum) { self.split(cap.unwrap(), &weights) } else { own }))
            }
            Gives::Shipping(_) => unreachable!(),
        };
        if let Some(amount) = across {
            let off = self.place(amount, &weights, &room);
            let sum = to_i64(total(&off));
            return if allowed.is_some_and(|most| most < sum) {
                self.place(allowed.unwrap(), &weights, &room)
            } else {
                off
            };
        }
        let off: Vec<i64> = own.unwrap().iter().zip(&room).map(|(own, room)| *own.min(room)).collect();
        let sum = to_i64(total(&off));
        if allowed.is_some_and(|most| most < sum) { self.split(allowed.unwrap(), &off) } else { off }
    }

    fn round(&self, numerator: i128, denominator: i128) -> i64 {
        let (whole, rest) = (numerator / denominator, numerator % denominator);
        let up = match self.settings.mode {
            0 => 2 * rest >= denominator,
            1 => 2 * rest > denominator || (2 * rest == denominator && whole % 2 == 1),
            _ => false,
        };
        to_i64(whole + i128::from(up))
    }

    /// Proportional, every unit placed one at a time.
    fn split(&self, amount: i64, weights: &[i64]) -> Vec<i64> {
        let sum = total(weights);
        if sum == 0 {
            return vec![0; weights.len()];
        }
        let quota = |line: usize| i128::from(amount) * i128::from(weights[line]);
        let mut shares: Vec<i64> = (0..weights.len()).map(|line| to_i64(quota(line) / sum)).collect();
        let mut order: Vec<usize> = (0..weights.len()).filter(|line| weights[*line] > 0).collect();
        match self.settings.remainder {
            0 => order.sort_by_key(|line| (-(quota(*line) % sum), -weights[*line], *line)),
            1 => {}
            _ => order.reverse(),
        }
        let mut over = amount - to_i64(total(&shares));
        for line in order {
            let is_full = self.settings.remainder != 0 && shares[line] >= weights[line];
            if over > 0 && !is_full {
                shares[line] += 1;
                over -= 1;
            }
        }
        shares
    }

    /// Across: again and again over the lines with room, with the same weights.
    fn place(&self, amount: i64, weights: &[i64], room: &[i64]) -> Vec<i64> {
        let mut off = vec![0; weights.len()];
        let mut over = amount;
        loop {
            let open: Vec<i64> =
                (0..weights.len()).map(|line| if off[line] < room[line] { weights[line] } else { 0 }).collect();
            if over == 0 || total(&open) == 0 {
                return off;
            }
            let shares = self.split_open(over, &open, room, &off);
            for line in 0..off.len() {
                let taken = shares[line].min(room[line] - off[line]);
                off[line] += taken;
                over -= taken;
            }
        }
    }

    /// As [`split`](Self::split), where full is what has no room.
    fn split_open(&self, amount: i64, weights: &[i64], room: &[i64], off: &[i64]) -> Vec<i64> {
        if self.settings.remainder == 0 {
            return self.split(amount, weights);
        }
        let sum = total(weights);
        let mut shares: Vec<i64> =
            weights.iter().map(|weight| to_i64(i128::from(amount) * i128::from(*weight) / sum)).collect();
        let mut over = amount - to_i64(total(&shares));
        let mut order: Vec<usize> = (0..weights.len()).filter(|line| weights[*line] > 0).collect();
        if self.settings.remainder == 2 {
            order.reverse();
        }
        for line in order {
            if over > 0 && off[line] + shares[line] < room[line] {
                shares[line] += 1;
                over -= 1;
            }
        }
        shares
    }
}

fn total(amounts: &[i64]) -> i128 {
    amounts.iter().map(|amount| i128::from(*amount)).sum()
}

fn to_i64(amount: i128) -> i64 {
    i64::try_from(amount).unwrap()
}

/// Ten-thousandths as a JSON number.
fn decimal(scaled: i128) -> Value {
    serde_json::from_str(&format!("{}.{:04}", scaled / 10_000, scaled % 10_000)).unwrap()
}
