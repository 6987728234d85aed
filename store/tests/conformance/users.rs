//! Users, their sessions and their attempts to sign in.

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::sessions::{self, SessionRecord};
use tessera_store::two_step::{self, WaitingRecord};
use tessera_store::users::{self, UserRecord};

use crate::{Bed, Driver, NOON, at};

fn user(id: &str, email: &str) -> UserRecord {
    UserRecord {
        id: id.to_owned(),
        email: email.to_owned(),
        name: "Ana <b>".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        is_owner: true,
        roles: vec!["view".to_owned(), "edit".to_owned()],
        version: 1,
        created_at: at(NOON),
        disabled_at: None,
        two_step_since: None,
    }
}

fn session(id: &str, user_id: &str, hash: u8) -> SessionRecord {
    SessionRecord {
        id: id.to_owned(),
        hash: [hash; 32],
        user_id: user_id.to_owned(),
        device: "Firefox".to_owned(),
        created_at: at(NOON),
        seen_at: at(NOON),
        ends_at: at("2026-06-10T12:00:00Z"),
    }
}

async fn take_in(bed: &Bed, user: UserRecord) -> bool {
    bed.write(move |tx| Box::pin(async move { users::insert_user(tx, &user).await })).await
}

async fn begin(bed: &Bed, session: SessionRecord) {
    bed.write(move |tx| Box::pin(async move { sessions::insert_session(tx, &session).await })).await;
}

#[rstest]
#[tokio::test]
async fn a_user_has_an_address_of_their_own(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert!(!bed.read(|tx| Box::pin(users::has_users(tx))).await);
    assert!(take_in(&bed, user("usr_1", "ana@shop.example")).await);
    assert!(!take_in(&bed, user("usr_2", "ana@shop.example")).await);
    assert!(bed.read(|tx| Box::pin(users::has_users(tx))).await);
    let expected = Some(user("usr_1", "ana@shop.example"));
    assert_eq!(bed.read(|tx| Box::pin(users::read_user(tx, "usr_1"))).await, expected);
    assert_eq!(bed.read(|tx| Box::pin(users::find_user_by_email(tx, "ana@shop.example"))).await, expected);
    assert_eq!(bed.read(|tx| Box::pin(users::find_user_by_email(tx, "ben@shop.example"))).await, None);
}

#[rstest]
#[tokio::test]
async fn a_user_is_changed_at_the_version_that_was_read(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    take_in(&bed, user("usr_1", "ana@shop.example")).await;
    let disabled = UserRecord {
        name: "Ana".to_owned(),
        is_owner: false,
        roles: vec!["view".to_owned()],
        disabled_at: Some(at(NOON)),
        ..user("usr_1", "ana@shop.example")
    };
    for written in [true, false] {
        let record = disabled.clone();
        let done = bed.write(move |tx| Box::pin(async move { users::update_user(tx, &record).await })).await;
        assert_eq!(done, written, "version 1 is there once");
    }
    let found = bed.read(|tx| Box::pin(users::list_users(tx))).await;
    assert_eq!(found, [UserRecord { version: 2, ..disabled }]);
    assert_eq!(bed.read(|tx| Box::pin(users::count_owners(tx))).await, 0);
}

#[rstest]
#[tokio::test]
async fn a_session_is_found_by_its_hash_and_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    take_in(&bed, user("usr_1", "ana@shop.example")).await;
    take_in(&bed, user("usr_2", "ben@shop.example")).await;
    for (id, user_id, hash) in
        [("ses_1", "usr_1", 1), ("ses_2", "usr_1", 2), ("ses_3", "usr_1", 3), ("ses_4", "usr_2", 4)]
    {
        begin(&bed, session(id, user_id, hash)).await;
    }
    bed.pass(60);
    bed.write(|tx| Box::pin(sessions::touch_session(tx, "ses_2"))).await;
    let found = bed.read(|tx| Box::pin(sessions::find_session(tx, &[2; 32]))).await.unwrap();
    assert_eq!((found.0.id.as_str(), found.1.email.as_str()), ("ses_2", "ana@shop.example"));
    assert_eq!(found.0.seen_at, at("2026-06-03T12:01:00Z"));
    assert_eq!(bed.read(|tx| Box::pin(sessions::find_session(tx, &[9; 32]))).await, None);
    let ids = async |bed: &Bed| -> Vec<String> {
        let long_ago = at("2026-06-01T00:00:00Z");
        let found = bed.read(move |tx| Box::pin(sessions::list_sessions(tx, "usr_1", long_ago))).await;
        found.into_iter().map(|session| session.id).collect()
    };
    assert_eq!(ids(&bed).await, ["ses_2", "ses_1", "ses_3"]);
    assert!(!bed.write(|tx| Box::pin(sessions::end_session(tx, "ses_1", "usr_2"))).await, "another's");
    assert!(bed.write(|tx| Box::pin(sessions::end_session(tx, "ses_1", "usr_1"))).await);
    assert_eq!(bed.write(|tx| Box::pin(sessions::end_other_sessions(tx, "usr_1", "ses_2"))).await, 1);
    assert_eq!(ids(&bed).await, ["ses_2"]);
    assert_eq!(bed.write(|tx| Box::pin(sessions::end_sessions_of(tx, "usr_1"))).await, 1);
    // The other's was last used at noon.
    assert_eq!(bed.write(|tx| Box::pin(sessions::forget_ended_sessions(tx, at(NOON)))).await, 1);
}

#[rstest]
#[tokio::test]
async fn attempts_are_counted_until_their_window_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let attempt = async |bed: &Bed, name: [u8; 32]| {
        let count = bed.write(move |tx| {
            Box::pin(async move {
                let ends_at = tx.now() + SignedDuration::from_mins(15);
                sessions::count_attempt(tx, &name, ends_at).await
            })
        });
        count.await
    };
    assert_eq!(attempt(&bed, [1; 32]).await, 1);
    bed.pass(14 * 60);
    assert_eq!(attempt(&bed, [1; 32]).await, 2);
    assert_eq!(attempt(&bed, [2; 32]).await, 1);
    bed.pass(60);
    assert_eq!(attempt(&bed, [1; 32]).await, 1, "a new window");
    bed.write(|tx| Box::pin(async move { sessions::forget_attempts(tx, &[1; 32]).await })).await;
    assert_eq!(attempt(&bed, [1; 32]).await, 1);
    assert_eq!(attempt(&bed, [2; 32]).await, 2);
    bed.pass(14 * 60);
    assert_eq!(bed.write(|tx| Box::pin(sessions::forget_ended_attempts(tx))).await, 1, "the window that is over");
    assert_eq!(attempt(&bed, [1; 32]).await, 2, "the other one runs");
}

#[rstest]
#[tokio::test]
async fn a_step_of_an_authenticator_is_taken_once(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    take_in(&bed, user("usr_1", "ana@shop.example")).await;
    assert!(bed.write(|tx| Box::pin(two_step::begin_authenticator(tx, "usr_1", &[1; 20]))).await);
    assert!(bed.write(|tx| Box::pin(two_step::begin_authenticator(tx, "usr_1", &[2; 20]))).await, "begun again");
    let read = async |bed: &Bed| bed.read(|tx| Box::pin(two_step::read_authenticator(tx, "usr_1"))).await;
    let begun = read(&bed).await.unwrap();
    assert_eq!((begun.secret.as_slice(), begun.confirmed_at), ([2; 20].as_slice(), None));
    let since = async |bed: &Bed| {
        let user = bed.read(|tx| Box::pin(users::read_user(tx, "usr_1"))).await;
        user.unwrap().two_step_since
    };
    assert_eq!(since(&bed).await, None);
    assert!(bed.write(|tx| Box::pin(two_step::confirm_authenticator(tx, "usr_1", 7))).await);
    assert!(!bed.write(|tx| Box::pin(two_step::confirm_authenticator(tx, "usr_1", 8))).await, "confirmed already");
    assert!(!bed.write(|tx| Box::pin(two_step::begin_authenticator(tx, "usr_1", &[3; 20]))).await, "it stands");
    assert_eq!(since(&bed).await, Some(at(NOON)));
    for (step, taken) in [(7, false), (9, true), (9, false), (8, false), (10, true)] {
        let done = bed.write(move |tx| Box::pin(two_step::accept_step(tx, "usr_1", step))).await;
        assert_eq!(done, taken, "{step}");
    }
    bed.write(|tx| Box::pin(two_step::put_recovery_codes(tx, "usr_1", &[[1; 32], [2; 32]]))).await;
    bed.write(|tx| Box::pin(two_step::put_recovery_codes(tx, "usr_1", &[[2; 32], [3; 32]]))).await;
    for (hash, taken) in [(1, false), (2, true), (2, false)] {
        let done =
            bed.write(move |tx| Box::pin(async move { two_step::take_recovery_code(tx, "usr_1", &[hash; 32]).await }));
        assert_eq!(done.await, taken, "{hash}");
    }
    assert_eq!(bed.read(|tx| Box::pin(two_step::count_recovery_codes(tx, "usr_1"))).await, 1);
    assert!(bed.write(|tx| Box::pin(two_step::end_two_step(tx, "usr_1"))).await);
    assert!(!bed.write(|tx| Box::pin(two_step::end_two_step(tx, "usr_1"))).await);
    assert_eq!(bed.read(|tx| Box::pin(two_step::count_recovery_codes(tx, "usr_1"))).await, 0);
    assert_eq!((read(&bed).await, since(&bed).await), (None, None));
}

#[rstest]
#[tokio::test]
async fn a_sign_in_waits_for_its_code_until_its_end(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    take_in(&bed, user("usr_1", "ana@shop.example")).await;
    for (hash, ends_at) in [(1, "2026-06-03T12:10:00Z"), (2, "2026-06-03T12:05:00Z"), (3, "2026-06-03T12:10:00Z")] {
        let user_id = "usr_1".to_owned();
        let waiting = WaitingRecord { hash: [hash; 32], user_id, verified: [9; 32], ends_at: at(ends_at) };
        bed.write(move |tx| Box::pin(async move { two_step::insert_waiting(tx, &waiting).await })).await;
    }
    let find = async |bed: &Bed, hash: u8| {
        bed.read(move |tx| Box::pin(async move { two_step::find_waiting(tx, &[hash; 32]).await })).await
    };
    assert_eq!(find(&bed, 1).await.unwrap().verified, [9; 32]);
    assert_eq!(find(&bed, 4).await, None);
    bed.write(|tx| Box::pin(async move { two_step::end_waiting(tx, &[1; 32]).await })).await;
    assert_eq!(find(&bed, 1).await, None);
    bed.pass(5 * 60);
    assert_eq!(find(&bed, 2).await, None, "over");
    assert_eq!(bed.write(|tx| Box::pin(two_step::forget_ended_waiting(tx))).await, 1);
    assert!(find(&bed, 3).await.is_some());
}
