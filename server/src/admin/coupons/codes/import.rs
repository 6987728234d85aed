//! `/admin/coupons/{id}/codes/import`: codes from a table, pasted or from a file: looked at first, row by row, then made.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use futures::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};
use tessera_app::jobs::JobView;
use tessera_app::{App, ErrorCode, Mutation, Problem, Scope};

use super::job::{Job, find};
use crate::admin::coupons::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::upload::Upload;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// How often a check is looked at before the page is answered without its end: well within the time of a request.
const LOOKS: u32 = 40;
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(75);

#[derive(Template)]
#[template(path = "admin/coupons/codes/import.html")]
struct ImportPage {
    s: Shell,
    h: Header,
    table: String,
    /// What the check said.
    check: Option<Job>,
    /// What was checked: the table's SHA-256. The same table is looked at in the check that runs, not in one more.
    digest: String,
    /// Whether the check found something to make.
    can_import: bool,
    faults: Faults,
}

impl ImportPage {
    /// Whether the check runs still.
    fn is_checking(&self) -> bool {
        self.check.as_ref().is_some_and(|job| job.is_running)
    }
}

/// Shows the form.
pub(super) async fn show_import(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&import_page(&app, &admin, &id, String::new(), None, Faults::default()).await?)
}

/// Checks the table, or makes its codes.
pub(super) async fn import_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, upload: Upload) -> Reply {
    admin.caller().require(Scope::CodesWrite)?;
    let Upload { form, file } = upload;
    let bytes = file.unwrap_or_else(|| form.raw("table").trim().as_bytes().to_vec());
    let bytes = with_head(bytes);
    let digest = digest(&bytes);
    let table = String::from_utf8_lossy(&bytes).into_owned();
    let is_check = form.text("do") != "import";
    let begun = form.text("job");
    let is_looked_at = is_check && !begun.is_empty() && form.text("digest") == digest;
    if is_looked_at && find(&app, &admin, &id, begun).await.is_ok_and(|job| job.ended_at.is_none()) {
        let check = wait_for(&app, &admin, begun).await?;
        return page(&import_page(&app, &admin, &id, table, Some((check, digest)), Faults::default()).await?);
    }
    let path = format!("/admin/coupons/{id}/codes/import");
    // A check may be made again and again; the codes are made once.
    let idempotency_key = once(&form).filter(|_| !is_check);
    let mutation = Mutation { idempotency_key, ..admin.mutation(path) };
    let mut body = stream::iter([Ok::<_, Problem>(bytes)]).boxed();
    let answer = match accepted(app.import_codes(mutation, &id, is_check, &mut body).await) {
        Ok(answer) => answer,
        Err(problem) if matches!(problem.error, ErrorCode::InvalidTable | ErrorCode::InvalidBody) => {
            let t = admin.visit.texts();
            let words =
                if problem.error == ErrorCode::InvalidTable { t.fault_table } else { refusal_words(&problem, t) };
            return faulty_page(&import_page(&app, &admin, &id, table, None, Faults::one("table", words)).await?);
        }
        Err(problem) => return Err(problem.into()),
    };
    let job = made_id(&answer)?;
    if !is_check {
        let to = format!("/admin/coupons/{id}/codes/jobs/{job}");
        return Ok(done(&admin.visit, &to, &Flash::of("codes_importing")));
    }
    let check = wait_for(&app, &admin, &job).await?;
    page(&import_page(&app, &admin, &id, table, Some((check, digest)), Faults::default()).await?)
}

/// The job once it has ended, or as far as it came in a moment.
async fn wait_for(app: &App, admin: &Admin, job: &str) -> Result<JobView, Refusal> {
    let mut found = app.read_job(admin.caller(), job).await?;
    for _ in 0..LOOKS {
        if found.ended_at.is_some() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        found = app.read_job(admin.caller(), job).await?;
    }
    Ok(found)
}

async fn import_page(
    app: &App,
    admin: &Admin,
    id: &str,
    table: String,
    check: Option<(JobView, String)>,
    faults: Faults,
) -> Result<ImportPage, Refusal> {
    admin.caller().require(Scope::CodesWrite)?;
    let view = read(app, admin, id).await?;
    if !super::list::can_have_codes(&view) {
        return Err(Refusal::of(ErrorCode::CouponArchived));
    }
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let (check, digest) = check.map_or_else(Default::default, |(job, digest)| (Some(job), digest));
    let can_import = check.as_ref().is_some_and(|job| {
        job.state == "done" && job.result.as_ref().is_some_and(|result| result["created"].as_u64() > Some(0))
    });
    let check = check.map(|job| Job::of(job, id, &s));
    Ok(ImportPage { h: Header::of(&view, app, admin, &s, "codes"), table, check, digest, can_import, faults, s })
}

/// Of a table as a form sends it back: a field writes its own line ends and no blank line at the end.
fn digest(table: &[u8]) -> String {
    let text = String::from_utf8_lossy(table).replace("\r\n", "\n");
    Sha256::digest(text.trim()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A list of codes without a head is a table of one column.
fn with_head(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes);
    let table = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let first = table.lines().next().unwrap_or_default();
    let has_head = first.split([',', ';', '\t']).any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case("code"));
    let is_plain = !table.contains([',', ';', '\t']);
    if table.trim().is_empty() || has_head || !is_plain {
        return bytes;
    }
    format!("code\n{table}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_list_of_codes_gets_its_head() {
        let headed = |text: &str| String::from_utf8(with_head(text.as_bytes().to_vec())).unwrap();
        assert_eq!(headed("A1\nB2"), "code\nA1\nB2");
        assert_eq!(headed("\u{feff}A1"), "code\nA1");
        for same in ["code\nA1", "Code;limit\nA1;2", "\"code\"\nA1", "A1,2\nB2,3", "", " \n"] {
            assert_eq!(headed(same), same);
        }
    }
}
