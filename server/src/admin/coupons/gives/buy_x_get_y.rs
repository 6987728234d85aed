//! Buy some, get some.

use crate::admin::coupons::draft::field::{Choice, Field, Part, THREE_WAYS};
use crate::admin::coupons::draft::kind::Kind;

const REWARD: &[Choice] = &[("cheapest", |t| t.units_cheapest), ("dearest", |t| t.units_dearest)];

pub(super) const KIND: Kind = Kind::new(
    "buy_x_get_y",
    |t| t.kind_buy_x_get_y,
    &[
        Field::new("buy.quantity", |t| t.buy_quantity, Part::Count).needed(),
        Field::new("buy.target", |t| t.buy_target, Part::Selector).needed(),
        Field::new("get.quantity", |t| t.get_quantity, Part::Count).needed(),
        Field::new("get.target", |t| t.get_target, Part::Selector).needed(),
        Field::new("get.off", |t| t.get_off, Part::Off(THREE_WAYS)).at("get").needed(),
        Field::new("max_applications", |t| t.max_applications, Part::Count).hint(|t| t.limit_hint),
        Field::new("reward", |t| t.reward, Part::Choice(REWARD)).rare(),
        Field::new("partial_reward", |t| t.partial_reward, Part::Switch { usual: true }).rare(),
    ],
)
.starting(&[("buy.quantity", "2"), ("get.quantity", "1"), ("get.off_way", "percent"), ("get.off", "100")]);
