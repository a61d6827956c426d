//! Uploads: whole or not at all, resumable, counted, and over when their session is.

mod world;

use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use keyfold_model::{Capability, Interface, Level, Timestamp};
use keyfold_vfs::{QuotaOf, Refusal, WriteMode, WriteOptions};
use world::{World, options, path, refusal};

fn pattern(length: usize) -> Bytes {
    (0..length).map(|index| (index * 31 % 251) as u8).collect::<Vec<_>>().into()
}

#[tokio::test]
async fn an_upload_is_invisible_until_it_is_committed_and_then_it_is_whole() {
    let world = World::new().await;
    world.put("file", b"the old version").await;
    let handle = world.files.open_write(&world.admin, &path("file"), options(WriteMode::Replace)).await.expect("open");
    let new = pattern(3_000_000);
    for (index, piece) in new.chunks(100_000).enumerate() {
        handle.write_at(index as u64 * 100_000, Bytes::copy_from_slice(piece)).await.expect("written");
        assert_eq!(world.files.stat(&world.admin, &path("file")).await.expect("there").size, 15);
    }
    assert_eq!(world.get("file").await, b"the old version");
    let entry = handle.commit().await.expect("committed");
    assert_eq!(entry.size, 3_000_000);
    assert_eq!(world.get("file").await, new);
    assert_eq!(world.files.stat(&world.admin, &path("file")).await.expect("there"), entry);
    assert_eq!(world.recorded("update", "file", "ok").await, 1);
}

#[tokio::test]
async fn a_dropped_upload_leaves_the_old_version_and_is_on_record() {
    let world = World::new().await;
    world.put("file", b"the old version").await;
    let handle = world.files.open_write(&world.admin, &path("file"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, Bytes::from_static(b"half")).await.expect("written");
    handle.abort().await;
    assert_eq!(world.get("file").await, b"the old version");
    assert_eq!(world.recorded("update", "file", "aborted").await, 1);
}

#[tokio::test]
async fn an_upload_goes_on_where_the_server_has_bytes() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    for who in [&ann, &bob] {
        world.grant(who, "drop", Level::ReadWrite).await;
    }
    let all = pattern(2_500_000);
    let first = world.files.open_write(&ann, &path("drop/big"), options(WriteMode::Replace)).await.expect("open");
    first.write_at(0, all.slice(..1_800_000)).await.expect("written");
    assert_eq!(world.files.stat(&ann, &path("drop/big")).await.expect("her own, running").size, 1_800_000);
    first.abort().await;

    let staged = world.files.stat(&ann, &path("drop/big")).await.expect("her own, kept");
    assert_eq!(staged.size, 1_800_000);
    assert_eq!(refusal(world.files.stat(&bob, &path("drop/big")).await), Refusal::NotFound);
    assert!(world.names(&ann, "drop").await.is_empty());

    let again = world.sign_in("ann", Interface::Web).await;
    let second = world.files.open_write(&again, &path("drop/big"), options(WriteMode::Update)).await.expect("resumed");
    assert_eq!(second.length(), 1_800_000);
    second.write_at(1_800_000, all.slice(1_800_000..)).await.expect("written");
    let entry = second.commit().await.expect("committed");
    assert_eq!(entry.id, staged.id);
    assert_eq!(world.get("drop/big").await, all);
    assert_eq!(world.number("SELECT COUNT(*) FROM staging").await, 0);
}

#[tokio::test]
async fn a_client_that_comes_back_takes_its_upload_over() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "drop", Level::ReadWrite).await;
    let lost = world.files.open_write(&ann, &path("drop/f"), options(WriteMode::Replace)).await.expect("open");
    lost.write_at(0, Bytes::from_static(b"begun ")).await.expect("written");
    let same = world.files.open_write(&ann, &path("drop/f"), options(WriteMode::Update)).await;
    assert_eq!(refusal(same), Refusal::Locked, "one session does not fight itself");

    let again = world.sign_in("ann", Interface::Sftp).await;
    let taken = world.files.open_write(&again, &path("drop/f"), options(WriteMode::Update)).await.expect("taken over");
    assert_eq!(taken.length(), 6);
    assert_eq!(refusal(lost.write_at(6, Bytes::from_static(b"late")).await), Refusal::Locked);
    lost.abort().await;
    taken.write_at(6, Bytes::from_static(b"and ended")).await.expect("written");
    taken.commit().await.expect("committed");
    assert_eq!(world.get("drop/f").await, b"begun and ended");
}

#[tokio::test]
async fn an_update_begins_with_what_is_there_and_changes_nothing_of_it_before_its_commit() {
    let world = World::new().await;
    let before = world.put("log", b"line 1\n").await;
    let handle =
        world.files.open_write(&world.admin, &path("log"), options(WriteMode::UpdateExisting)).await.expect("open");
    assert_eq!(handle.length(), 7);
    handle.write_at(7, Bytes::from_static(b"line 2\n")).await.expect("written");
    assert_eq!(handle.read_at(0, 100).await.expect("readable"), &b"line 1\nline 2\n"[..]);
    assert_eq!(world.get("log").await, b"line 1\n");
    let after = handle.commit().await.expect("committed");
    assert_eq!(world.get("log").await, b"line 1\nline 2\n");
    assert_eq!(before.id, after.id);
    assert_ne!(before.etag, after.etag);

    let idle = world.files.open_write(&world.admin, &path("log"), options(WriteMode::Update)).await.expect("open");
    assert_eq!(idle.commit().await.expect("nothing to do").etag, after.etag, "nothing written is no new version");
    let missing = world.files.open_write(&world.admin, &path("none"), options(WriteMode::UpdateExisting)).await;
    assert_eq!(refusal(missing), Refusal::NotFound);
}

#[tokio::test]
async fn preconditions_hold_at_the_beginning_and_at_the_end() {
    let world = World::new().await;
    let first = world.put("file", b"1").await;
    let wanting = |etag: &str| WriteOptions { if_match: Some(etag.to_owned()), ..options(WriteMode::Replace) };
    let open = async |etag: &str| world.files.open_write(&world.admin, &path("file"), wanting(etag)).await;
    assert_eq!(refusal(open("other").await), Refusal::Changed);
    let handle = open(&first.etag).await.expect("open");
    handle.write_at(0, Bytes::from_static(b"mine")).await.expect("written");
    world.put("file", b"theirs").await;
    assert_eq!(refusal(handle.commit().await), Refusal::Changed);
    assert_eq!(world.get("file").await, b"theirs");

    let new = world.files.open_write(&world.admin, &path("new"), options(WriteMode::CreateNew)).await.expect("open");
    world.put("new", b"first").await;
    assert_eq!(refusal(new.commit().await), Refusal::Exists);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_uploads_at_once_to_one_name_the_last_commit_wins_whole() {
    let world = World::new().await;
    let versions: Vec<Bytes> = (0..8_u8).map(|version| vec![version; 1_500_000].into()).collect();
    let uploads = versions.iter().map(|version| async {
        let handle = world.files.open_write(&world.admin, &path("one"), options(WriteMode::Replace)).await;
        let handle = handle.expect("open");
        for (index, piece) in version.chunks(64 * 1024).enumerate() {
            handle.write_at(index as u64 * 64 * 1024, Bytes::copy_from_slice(piece)).await.expect("written");
        }
        handle.commit().await.expect("committed")
    });
    let entries = join_all(uploads).await;
    let content = world.get("one").await;
    assert!(versions.iter().any(|version| version == &content));
    assert!(entries.iter().all(|entry| entry.id == entries[0].id));
    assert_eq!(world.files.sweep().await.expect("swept").dead, 7);
    assert_eq!(world.get("one").await, content);
    assert_eq!(world.blobs().await, 1);
}

#[tokio::test]
async fn a_commit_after_the_person_was_switched_off_is_refused_and_what_was_staged_is_kept() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "drop", Level::ReadWrite).await;
    let handle = world.files.open_write(&ann, &path("drop/f"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, pattern(1_000)).await.expect("written");
    world.disable(ann.user()).await;
    assert_eq!(refusal(handle.write_at(1_000, pattern(1)).await), Refusal::SessionEnded);
    assert_eq!(refusal(handle.commit().await), Refusal::SessionEnded);
    assert!(world.names(&world.admin, "drop").await.is_empty());
    let row = world.record().await.into_iter().find(|row| row.outcome == "aborted").expect("on record");
    assert_eq!((row.failure_type.as_deref(), row.bytes), (Some("session_cut"), Some(1_000)));
    assert_eq!(world.number("SELECT length FROM staging").await, 1_000);
}

#[tokio::test]
async fn a_person_whom_another_node_switched_off_commits_nothing_here() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "drop", Level::Full).await;
    let handle = world.files.open_write(&ann, &path("drop/f"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, pattern(10)).await.expect("written");
    let elsewhere = "UPDATE users SET access_epoch = access_epoch + 1 WHERE login = 'ann'";
    world.db.read().await.expect("a connection").script(elsewhere).await.expect("updated");
    assert!(ann.is_alive(), "this node has not heard of it");
    assert_eq!(refusal(handle.commit().await), Refusal::SessionEnded);
    assert_eq!(refusal(world.files.make_dir(&ann, &path("drop/d")).await), Refusal::SessionEnded);
    assert!(world.names(&world.admin, "drop").await.is_empty());
}

#[tokio::test]
async fn a_right_that_is_taken_away_stops_the_next_write_and_the_commit() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    let grant = world.grant(&ann, "drop", Level::ReadWrite).await;
    let handle = world.files.open_write(&ann, &path("drop/f"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, pattern(10)).await.expect("written");
    world.grant(&ann, "drop", Level::List).await;
    handle.write_at(10, pattern(10)).await.expect("another change of the policy does not stop it");
    world.files.revoke(&world.admin, grant).await.expect("revoked");
    assert_eq!(refusal(handle.write_at(20, pattern(10)).await), Refusal::Lacks(Capability::Create));
    assert_eq!(refusal(handle.commit().await), Refusal::Lacks(Capability::Create));
    assert_eq!(world.recorded("create", "drop/f", "denied").await, 1);
}

#[tokio::test]
async fn an_upload_follows_its_folder_and_ends_with_it() {
    let world = World::new().await;
    world.dirs(&["a", "b"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::Full).await;
    let open = async |place: &str| world.files.open_write(&ann, &path(place), options(WriteMode::Replace)).await;
    let (follows, ends) = (open("a/follows").await.expect("open"), open("a/ends").await.expect("open"));
    follows.write_at(0, pattern(10)).await.expect("written");
    world.files.rename(&world.admin, &path("a"), &path("b/c"), keyfold_vfs::Replace::No).await.expect("moved");
    follows.write_at(10, pattern(10)).await.expect("the grant travelled along");
    follows.commit().await.expect("committed");
    assert_eq!(world.names(&ann, "b/c").await, ["follows"]);
    world.files.remove_tree(&world.admin, &path("b")).await.expect("removed");
    assert!(ends.commit().await.is_err());
}

#[tokio::test]
async fn quotas_refuse_what_is_too_much_and_lose_nothing() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::Full).await;
    world.files.set_quota(&world.admin, QuotaOf::User(ann.user()), Some(1_000)).await.expect("set");
    let put = async |name: &str, length| world.try_put(&ann, name, WriteMode::Replace, &pattern(length)).await;
    put("a/one", 600).await.expect("room");
    assert_eq!(refusal(put("a/two", 500).await), Refusal::QuotaExceeded);
    assert_eq!(world.get("a/one").await, pattern(600));
    put("a/one", 900).await.expect_err("the old version counts until the new one is there");
    world.files.remove_file(&ann, &path("a/one")).await.expect("removed");
    put("a/two", 1_000).await.expect("room again");
    assert_eq!(world.files.space(&ann, &path("a")).await.expect("room").free, 0);

    let long = WriteOptions { expected_length: Some(5_000), ..options(WriteMode::Replace) };
    assert_eq!(refusal(world.files.open_write(&ann, &path("a/long"), long).await), Refusal::QuotaExceeded);

    world.files.set_quota(&world.admin, QuotaOf::Folder(path("a")), Some(1_500)).await.expect("set");
    assert!(world.try_put(&world.admin, "a/three", WriteMode::Replace, &pattern(501)).await.is_err());
    world.put("a/three", &pattern(500)).await;
    world.dirs(&["b"]).await;
    world
        .files
        .rename(&world.admin, &path("a/three"), &path("b/three"), keyfold_vfs::Replace::No)
        .await
        .expect("moved");
    world.put("a/four", &pattern(500)).await;
}

#[tokio::test]
async fn what_is_staged_counts_and_what_is_given_up_is_given_back() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::Full).await;
    world.files.set_quota(&world.admin, QuotaOf::User(ann.user()), Some(1_000)).await.expect("set");
    let open = async |name: &str| world.files.open_write(&ann, &path(name), options(WriteMode::Replace)).await;
    let running = open("a/running").await.expect("open");
    running.write_at(0, pattern(700)).await.expect("room");
    let second = open("a/second").await.expect("open");
    assert_eq!(refusal(second.write_at(0, pattern(400)).await), Refusal::QuotaExceeded, "what is reserved counts");
    running.abort().await;
    assert_eq!(refusal(second.write_at(0, pattern(400)).await), Refusal::QuotaExceeded, "what is staged counts");
    world.clock.advance(Duration::from_secs(24 * 3600 + 1));
    world.files.sweep().await.expect("swept");
    second.write_at(0, pattern(400)).await.expect("room again");
    second.commit().await.expect("committed");
}

#[tokio::test]
async fn times_are_set_with_the_content_or_after_it() {
    let world = World::new().await;
    let handle = world.files.open_write(&world.admin, &path("f"), options(WriteMode::Replace)).await.expect("open");
    handle.set_modified(Timestamp::from_seconds(1_000));
    let entry = handle.commit().await.expect("committed");
    assert_eq!(entry.modified, Timestamp::from_seconds(1_000));
    let later = world.files.set_modified(&world.admin, &path("f"), Timestamp::from_seconds(2_000)).await.expect("set");
    assert_eq!((later.modified, &later.etag), (Timestamp::from_seconds(2_000), &entry.etag));
}

#[tokio::test]
async fn absurd_offsets_are_refused() {
    let world = World::new().await;
    let handle = world.files.open_write(&world.admin, &path("f"), options(WriteMode::Replace)).await.expect("open");
    for offset in [u64::MAX, i64::MAX as u64] {
        assert!(matches!(refusal(handle.write_at(offset, pattern(2)).await), Refusal::Invalid(_)));
    }
    assert!(matches!(refusal(handle.set_length(u64::MAX).await), Refusal::Invalid(_)));
    handle.write_at(0, pattern(2)).await.expect("it goes on");
    handle.commit().await.expect("committed");
}
