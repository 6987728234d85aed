//! How the order must be made.

use crate::admin::coupons::draft::field::{Field, Of, Part};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "region",
        |t| t.ask_region,
        &[
            Field::new("countries", |t| t.ask_countries, Part::List(Of::Words)).hint(|t| t.ask_countries_hint),
            Field::new("regions", |t| t.ask_regions, Part::List(Of::Words)).hint(|t| t.ask_regions_hint),
        ],
    ),
    Kind::new(
        "payment_method",
        |t| t.ask_payment_method,
        &[Field::new("methods", |t| t.ask_methods, Part::List(Of::Words)).hint(|t| t.ask_methods_hint).needed()],
    ),
    Kind::new(
        "shipping_service",
        |t| t.ask_shipping_service,
        &[Field::new("services", |t| t.ask_services, Part::List(Of::Words)).hint(|t| t.ask_services_hint).needed()],
    ),
    Kind::new(
        "channel",
        |t| t.ask_channel,
        &[Field::new("channels", |t| t.ask_channels, Part::List(Of::Words)).hint(|t| t.ask_channels_hint).needed()],
    ),
    Kind::new(
        "device",
        |t| t.ask_device,
        &[Field::new("devices", |t| t.ask_devices, Part::List(Of::Words)).hint(|t| t.ask_devices_hint).needed()],
    ),
    Kind::new(
        "expression",
        |t| t.ask_expression,
        &[Field::new("expression", |t| t.ask_expression_text, Part::LongText).hint(|t| t.ask_expression_hint).needed()],
    ),
];
