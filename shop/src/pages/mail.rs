//! The mail that confirms an order, as it would be sent: discounts with their description and amount. A code stands in it
//! only where everybody may know it: mails are passed on.

use askama::Template;
use axum::extract::{Path, State};

use super::frame::Frame;
use super::{Reply, lost, order, page, trouble};
use crate::api::{Order, Quote};
use crate::priced::Says;
use crate::session::Session;
use crate::state::Shop;
use crate::texts::fill;
use crate::times;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    f: Frame,
    id: String,
    to: String,
    subject: String,
    text: String,
}

/// Shows the mail of an order.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, Path(id): Path<String>) -> Reply {
    let mut session = visit.session().await;
    let found = match (order::find(&shop, &session, &id).await, shop.catalogue().await) {
        (Ok(Some(order)), Ok(catalogue)) => Ok(Some((order, catalogue))),
        (Ok(None), _) => Ok(None),
        (Err(refused), _) | (_, Err(refused)) => Err(refused),
    };
    let (order, catalogue) = match found {
        Ok(Some(found)) => found,
        Ok(None) => {
            drop(session);
            return Ok(lost::not_there(&shop, &visit).await);
        }
        Err(refused) => {
            drop(session);
            return Err(trouble(&shop, &visit, refused).await);
        }
    };
    let public = shop.public_coupons().await;
    let says = Says { language: visit.language, currency: &order.currency, public: &public };
    let t = visit.t();
    let rows = order::rows(&says, &catalogue, &order);
    let lines = rows.iter().map(|row| row_text(&format!("{} × {}", row.quantity, row.title), &row.total));
    let zone = &shop.rules().await.zone;
    let mut text = vec![
        greeting(&session, t.mail_greeting, t.mail_greeting_nobody),
        String::new(),
        fill(t.mail_thanks, &[&shop.options.name, &order.order_id, &times::day(order.placed_at, zone, visit.language)]),
        String::new(),
    ];
    text.extend(lines);
    text.push(String::new());
    if let Some(quote) = &order.quote {
        text.extend(sums_text(&says, quote, &order, visit.t()));
    }
    text.extend([String::new(), fill(t.mail_sign_off, &[&shop.options.name])]);
    let f = Frame::of(&shop, &visit, &mut session);
    Ok(page(
        &visit,
        &MailPage {
            f,
            to: email_of(&session).unwrap_or_else(|| t.mail_nobody.to_owned()),
            subject: fill(t.mail_subject, &[&shop.options.name, &order.order_id]),
            text: text.join("\n"),
            id: order.order_id,
        },
    ))
}

fn email_of(session: &Session) -> Option<String> {
    let typed = Some(session.form.email.clone()).filter(|email| !email.is_empty());
    typed.or_else(|| session.customer.as_ref()?.email.clone())
}

fn greeting(session: &Session, named: &str, nobody: &str) -> String {
    let typed = Some(session.form.name.as_str()).filter(|name| !name.is_empty());
    let name = typed.or_else(|| session.customer.as_ref().map(|customer| customer.name.as_str()));
    name.map_or_else(|| nobody.to_owned(), |name| fill(named, &[name]))
}

/// How wide the first column is, in characters.
const COLUMN: usize = 46;

fn row_text(name: &str, amount: &str) -> String {
    let short: String = if name.chars().count() > COLUMN {
        name.chars().take(COLUMN - 1).chain(['…']).collect()
    } else {
        name.to_owned()
    };
    format!("{short:<COLUMN$} {amount:>12}")
}

/// The sums: a discount with its description and its amount.
fn sums_text(says: &Says<'_>, quote: &Quote, order: &Order, t: &crate::texts::Texts) -> Vec<String> {
    let sums = says.sums(quote);
    let mut rows = vec![row_text(t.subtotal, &sums.subtotal)];
    for discount in sums.discounts.iter().filter(|discount| !discount.is_on_shipping) {
        let code = discount.public_code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
        rows.push(row_text(&format!("{}{code}", discount.title), &discount.amount));
    }
    rows.extend(sums.setup_fees.iter().map(|fees| row_text(t.setup_fees, fees)));
    if let Some(shipping) = &sums.shipping {
        rows.push(row_text(t.shipping, &shipping.now));
        for discount in sums.discounts.iter().filter(|discount| discount.is_on_shipping) {
            rows.push(row_text(&format!("  {}", discount.title), &format!("({})", discount.amount)));
        }
    }
    if !order.cart.prices_include_tax {
        rows.push(row_text(t.tax, &sums.tax));
    }
    rows.extend(sums.balance_used.iter().map(|used| row_text(t.balance_used, used)));
    rows.push(row_text(t.total, &sums.total));
    if let Some(savings) = &sums.savings {
        rows.extend([String::new(), fill(t.you_save, &[savings])]);
    }
    rows
}
