//! Reads: on record before their first byte, over when the right is, and unmoved by what happens to the name.

mod world;

use bytes::Bytes;
use keyfold_model::{Capability, Fence, Level};
use keyfold_vfs::{Refusal, Replace, WriteMode};
use world::{World, path, refusal};

fn pattern(length: usize) -> Bytes {
    (0..length).map(|index| (index * 31 % 251) as u8).collect::<Vec<_>>().into()
}

#[tokio::test]
async fn a_whole_read_is_one_row_written_before_its_first_byte() {
    let world = World::new().await;
    let content = pattern(1_000_000);
    world.put("file", &content).await;
    let handle = world.files.open_read(&world.admin, &path("file")).await.expect("open");
    let row = world.record().await.pop().expect("on record already");
    assert_eq!((row.action.as_str(), row.outcome.as_str(), row.bytes), ("read", "ok", Some(1_000_000)));
    // Backwards and overlapping, as no sensible client would.
    for start in (0..1_000_000_u64).step_by(90_000).collect::<Vec<_>>().into_iter().rev() {
        let bytes = handle.read_at(start, 100_000).await.expect("readable");
        let end = (start as usize + 100_000).min(1_000_000);
        assert_eq!(bytes, content[start as usize..end]);
    }
    assert!(handle.read_at(1_000_000, 10).await.expect("the end").is_empty());
    handle.close().await.expect("closed");
    assert_eq!(world.record().await.iter().filter(|row| row.action == "read").count(), 1);
}

#[tokio::test]
async fn a_read_that_ends_early_has_a_second_row_with_its_bytes() {
    let world = World::new().await;
    world.put("file", &pattern(1_000)).await;
    let handle = world.files.open_read(&world.admin, &path("file")).await.expect("open");
    handle.read_at(0, 300).await.expect("readable");
    handle.close().await.expect("closed");
    let row = world.record().await.pop().expect("on record");
    assert_eq!((row.action.as_str(), row.outcome.as_str(), row.bytes), ("read", "aborted", Some(300)));
}

#[tokio::test]
async fn a_preview_is_recorded_as_one() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    world.put("a/picture", b"pixels").await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::PreviewOnly).await;
    let handle = world.files.open_preview(&ann, &path("a/picture")).await.expect("open");
    assert_eq!(handle.read_at(0, 100).await.expect("readable"), &b"pixels"[..]);
    assert_eq!(world.recorded("preview", "a/picture", "ok").await, 1);
    assert_eq!(refusal(world.files.open_read(&ann, &path("a/picture")).await), Refusal::Lacks(Capability::Read));
}

#[tokio::test]
async fn a_fence_stops_a_read_in_the_middle() {
    let world = World::new().await;
    world.dirs(&["a", "a/b"]).await;
    world.put("a/b/file", &pattern(1_000_000)).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::ReadOnly).await;
    let handle = world.files.open_read(&ann, &path("a/b/file")).await.expect("open");
    handle.read_at(0, 1_000).await.expect("readable");
    world.files.set_fence(&world.admin, &path("a/b"), Some(Fence::All)).await.expect("fenced");
    assert_eq!(refusal(handle.read_at(1_000, 1_000).await), Refusal::Lacks(Capability::Read));
    world.files.set_fence(&world.admin, &path("a/b"), None).await.expect("opened");
    handle.read_at(1_000, 1_000).await.expect("readable again");
}

#[tokio::test]
async fn moving_a_folder_below_a_fence_stops_reads_in_it() {
    let world = World::new().await;
    world.dirs(&["a", "a/b", "closed"]).await;
    world.put("a/b/file", &pattern(10)).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::ReadOnly).await;
    let handle = world.files.open_read(&ann, &path("a/b/file")).await.expect("open");
    world.files.rename(&world.admin, &path("a/b"), &path("closed/b"), Replace::No).await.expect("moved");
    assert_eq!(refusal(handle.read_at(0, 10).await), Refusal::Lacks(Capability::Read));
}

#[tokio::test]
async fn a_cut_session_reads_no_more_and_the_record_says_why() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    world.put("a/file", &pattern(1_000)).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::ReadOnly).await;
    let handle = world.files.open_read(&ann, &path("a/file")).await.expect("open");
    let mut folder = world.files.open_dir(&ann, &path("a")).await.expect("open");
    handle.read_at(0, 10).await.expect("readable");
    world.disable(ann.user()).await;
    assert_eq!(refusal(handle.read_at(10, 10).await), Refusal::SessionEnded);
    assert_eq!(refusal(folder.next(10).await), Refusal::SessionEnded);
    assert_eq!(refusal(world.files.stat(&ann, &path("a")).await), Refusal::SessionEnded);
    handle.close().await.expect("closed");
    let row = world.record().await.into_iter().rfind(|row| row.action == "read").expect("on record");
    assert_eq!((row.outcome.as_str(), row.failure_type.as_deref()), ("aborted", Some("session_cut")));
}

#[tokio::test]
async fn an_open_file_stays_what_it_was() {
    let world = World::new().await;
    let old = pattern(2_000_000);
    world.put("file", &old).await;
    let handle = world.files.open_read(&world.admin, &path("file")).await.expect("open");
    world.put("file", b"new").await;
    world.files.remove_file(&world.admin, &path("file")).await.expect("removed");
    world.files.sweep().await.expect("swept");
    assert_eq!(world.blobs().await, 0);
    assert_eq!(handle.read_at(1_500_000, 1_000).await.expect("readable"), old[1_500_000..1_501_000]);
}

#[tokio::test]
async fn a_listing_goes_on_under_the_new_policy() {
    let world = World::new().await;
    world.dirs(&["a", "a/1", "a/2", "a/3"]).await;
    let ann = world.person("ann").await;
    let grant = world.grant(&ann, "a", Level::List).await;
    let mut folder = world.files.open_dir(&ann, &path("a")).await.expect("open");
    assert_eq!(folder.next(1).await.expect("entries").len(), 1);
    world.files.set_fence(&world.admin, &path("a/2"), Some(Fence::All)).await.expect("fenced");
    let rest = folder.next(10).await.expect("entries");
    assert_eq!(rest[0].name.as_ref().map(keyfold_model::Name::as_str), Some("3"));
    world.files.revoke(&world.admin, grant).await.expect("revoked");
    assert_eq!(refusal(folder.next(10).await), Refusal::NotFound);
}

#[tokio::test]
async fn a_file_is_no_folder_and_a_folder_no_file() {
    let world = World::new().await;
    world.dirs(&["folder"]).await;
    world.put("file", b"1").await;
    let (files, admin) = (&world.files, &world.admin);
    assert_eq!(refusal(files.open_read(admin, &path("folder")).await), Refusal::IsAFolder);
    assert_eq!(refusal(files.open_read(admin, &path("")).await), Refusal::IsAFolder);
    assert_eq!(refusal(files.open_dir(admin, &path("file")).await), Refusal::NotAFolder);
    assert_eq!(refusal(files.remove_file(admin, &path("folder")).await), Refusal::IsAFolder);
    assert_eq!(refusal(files.remove_dir(admin, &path("file")).await), Refusal::NotAFolder);
    assert_eq!(refusal(world.try_put(admin, "folder", WriteMode::Replace, b"1").await), Refusal::IsAFolder);
    assert_eq!(refusal(files.stat(admin, &path("file/below")).await), Refusal::NotFound);
    assert_eq!(refusal(files.make_dir(admin, &path("file")).await), Refusal::Exists);
}
