//! `/admin/settings/messages`: what shoppers read, in each language, in the merchant's own words where they wrote some.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde_json::{Map, Value, json};
use tessera_app::messages::{MessageView, MessagesView};
use tessera_app::{App, ErrorCode, Mutation};
use tessera_engine::messages::LocaleMessages;
use tessera_engine::{DecodeError, Locale, from_json};

use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, done, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Where they are.
const HERE: &str = "/admin/settings/messages";

#[derive(Template)]
#[template(path = "admin/settings/messages.html")]
struct MessagesPage {
    s: Shell,
    /// Languages: tag, name, whether it is shown.
    languages: Vec<(&'static str, &'static str, bool)>,
    /// The tag of the one that is shown.
    locale: &'static str,
    version: u64,
    groups: [(&'static str, Vec<Row>); 2],
    is_conflict: bool,
    has_faults: bool,
}

#[derive(Template)]
#[template(path = "admin/settings/message_preview.html")]
struct Preview {
    s: Shell,
    row: Row,
}

/// A message.
struct Row {
    /// Its field: `m-` or `h-` and the reason.
    field: String,
    /// When it is said, in words.
    title: String,
    usual: String,
    /// What is written in its place.
    own: String,
    /// What a shopper reads.
    preview: String,
    /// What it may hold, as it is written, and what that means.
    variables: Vec<(String, &'static str)>,
    fault: Option<&'static str>,
}

/// What was written, by its field.
type Written = Vec<(String, String)>;

/// Shows the messages of a language.
pub(super) async fn show_messages(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let locale = Locale::parse(query.text("locale"));
    let view = app.read_messages(admin.caller(), locale.as_str()).await?;
    page(&messages_page(&app, &admin, &view, None, &[]))
}

/// Writes them; or shows what shoppers would read, or one of them as usual again.
pub(super) async fn put_messages(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let locale = Locale::parse(form.text("locale")).as_str();
    let now = app.read_messages(admin.caller(), locale).await?;
    let mut written = written(&form, &now);
    if let Some(field) = form.text("do").strip_prefix("reset ") {
        written.iter_mut().filter(|(name, _)| name == field).for_each(|(_, text)| text.clear());
    }
    let (own, faulty) = read(&written)?;
    let version = form.number("version").unwrap_or(now.version);
    let shown = app.preview_messages(admin.caller(), locale, &own).await?;
    let shown = MessagesView { version, ..shown };
    if !faulty.is_empty() || form.text("do") != "save" {
        let mut response = page(&messages_page(&app, &admin, &shown, Some(&written), &faulty))?;
        if !faulty.is_empty() {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return Ok(response);
    }
    let mutation = Mutation { method: "PUT", if_match: Some(version), ..admin.mutation(HERE) };
    match app.put_messages(mutation, locale, own).await {
        Ok(_) => Ok(done(&admin.visit, &format!("{HERE}?locale={locale}"), &Flash::of("saved"))),
        Err(problem) if problem.error == ErrorCode::VersionConflict => {
            let shown = MessagesView { version: now.version, ..shown };
            let mut changed = messages_page(&app, &admin, &shown, Some(&written), &[]);
            changed.is_conflict = true;
            let mut response = page(&changed)?;
            *response.status_mut() = StatusCode::PRECONDITION_FAILED;
            Ok(response)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// What shoppers would read of one message, while it is written: a part of the page for htmx.
pub(super) async fn preview_message(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let locale = Locale::parse(form.text("locale")).as_str();
    let field = form.text("of").to_owned();
    let written: Written = vec![(field.clone(), form.text(&field).to_owned())];
    let (own, faulty) = read(&written)?;
    let shown = app.preview_messages(admin.caller(), locale, &own).await?;
    let s = Shell::of(&app, &admin.visit, Place::Messages);
    let row = rows(&shown, Some(&written), &faulty, s.t).into_iter().flatten().find(|row| row.field == field);
    let row = row.ok_or_else(|| Refusal::of(ErrorCode::NotFound))?;
    page(&Preview { s, row })
}

fn written(form: &Form, view: &MessagesView) -> Written {
    let fields = fields_of(view).map(|(field, _)| field);
    fields.map(|field| (field.clone(), form.text(&field).to_owned())).collect()
}

/// The messages with their fields, the hints behind.
fn fields_of(view: &MessagesView) -> impl Iterator<Item = (String, &MessageView)> {
    let messages = view.messages.iter().map(|message| (format!("m-{}", message.reason.as_str()), message));
    messages.chain(view.hints.iter().map(|hint| (format!("h-{}", hint.reason.as_str()), hint)))
}

/// The words that read, and the fields of those that do not.
fn read(written: &Written) -> Result<(LocaleMessages, Vec<String>), Refusal> {
    let mut faulty: Vec<String> = Vec::new();
    loop {
        let of = |prefix: &str| {
            let own = written.iter().filter(|(field, text)| !text.is_empty() && !faulty.contains(field));
            let own = own.filter_map(|(field, text)| Some((field.strip_prefix(prefix)?.to_owned(), json!(text))));
            Value::Object(own.collect::<Map<_, _>>())
        };
        let body = json!({ "messages": of("m-"), "hints": of("h-") });
        match from_json::<LocaleMessages>(body.to_string().as_bytes()) {
            Ok(own) => return Ok((own, faulty)),
            Err(DecodeError::Fields(errors)) => {
                let before = faulty.len();
                faulty.extend(errors.iter().filter_map(|error| field_of(&error.pointer)));
                if faulty.len() == before {
                    return Err(Refusal::of(ErrorCode::InvalidBody));
                }
            }
            Err(_) => return Err(Refusal::of(ErrorCode::InvalidBody)),
        }
    }
}

/// The field of a pointer.
fn field_of(pointer: &str) -> Option<String> {
    let (list, reason) = pointer.trim_start_matches('/').split_once('/')?;
    let prefix = if list == "messages" { "m" } else { "h" };
    Some(format!("{prefix}-{reason}"))
}

fn rows(view: &MessagesView, written: Option<&Written>, faulty: &[String], t: &'static Texts) -> [Vec<Row>; 2] {
    let locale = Locale::parse(t.language_tag);
    let row = |(field, message): (String, &MessageView)| {
        let typed = written.and_then(|all| all.iter().find(|(name, _)| *name == field)).map(|(_, text)| text.clone());
        Row {
            title: message.reason.in_plain_words(locale).to_owned(),
            usual: fill(t.messages_usual, &[&message.default]),
            own: typed.unwrap_or_else(|| message.text.clone().unwrap_or_default()),
            preview: message.preview.clone(),
            variables: message.variables.iter().map(|it| (format!("{{{}}}", it.name), meaning(it.name, t))).collect(),
            fault: faulty.contains(&field).then_some(t.fault_message),
            field,
        }
    };
    let (hints, messages): (Vec<Row>, Vec<Row>) = fields_of(view).map(row).partition(|row| row.field.starts_with('h'));
    [messages, hints]
}

fn meaning(variable: &str, t: &Texts) -> &'static str {
    match variable {
        "actual" => t.variable_actual,
        "channels" => t.variable_channels,
        "codes" => t.variable_codes,
        "devices" => t.variable_devices,
        "ended_at" => t.variable_ended_at,
        "items" => t.variable_items,
        "limit" => t.variable_limit,
        "maximum" => t.variable_maximum,
        "minimum" => t.variable_minimum,
        "missing" => t.variable_missing,
        "saving" => t.variable_saving,
        "service" => t.variable_service,
        "services" => t.variable_services,
        "starts_at" => t.variable_starts_at,
        "when" => t.variable_when,
        _ => t.variable_other,
    }
}

fn messages_page(
    app: &App,
    admin: &Admin,
    view: &MessagesView,
    written: Option<&Written>,
    faulty: &[String],
) -> MessagesPage {
    let s = Shell::of(app, &admin.visit, Place::Messages);
    let t = s.t;
    let languages = [("en", t.messages_english), ("fr", t.messages_french)];
    let [messages, hints] = rows(view, written, faulty, t);
    MessagesPage {
        languages: languages.into_iter().map(|(tag, name)| (tag, name, tag == view.locale)).collect(),
        locale: view.locale,
        version: view.version,
        groups: [(t.messages_of_codes, messages), (t.messages_of_hints, hints)],
        is_conflict: false,
        has_faults: !faulty.is_empty(),
        s,
    }
}

#[cfg(test)]
mod tests {
    use tessera_engine::Reason;
    use tessera_engine::messages::{HINTED, hint_variables, variables};

    use super::*;
    use crate::admin::texts::EN;

    #[test]
    fn what_does_not_read_is_named_and_the_rest_reads() {
        let written = vec![
            ("m-discount_code_expired".to_owned(), "Over since {ended_at}.".to_owned()),
            ("m-discount_code_paused".to_owned(), "Paused until {moon}.".to_owned()),
            ("h-discount_code_minimum_not_met".to_owned(), String::new()),
        ];
        let Ok((own, faulty)) = read(&written) else { panic!("it reads") };
        assert_eq!(faulty, ["m-discount_code_paused"]);
        assert_eq!((own.messages.len(), own.hints.len()), (1, 0));
    }

    #[test]
    fn every_variable_has_words() {
        let of_hints = HINTED.into_iter().flat_map(hint_variables);
        for variable in Reason::ALL.iter().flat_map(|reason| variables(*reason)).chain(of_hints) {
            assert_ne!(meaning(variable.name, &EN), EN.variable_other, "{}", variable.name);
        }
    }
}
