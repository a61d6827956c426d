//! What a server that was killed leaves behind, and what the sweep makes of it. A handle that is forgotten, not dropped, is
//! what a killed process has: none of its ends is reached.

mod world;

use std::time::Duration;

use bytes::Bytes;
use keyfold_model::Level;
use keyfold_vfs::{Error, Refusal, Replace, Swept, WriteMode};
use world::{World, options, path, refusal};

fn pattern(length: usize) -> Bytes {
    (0..length).map(|index| (index * 31 % 251) as u8).collect::<Vec<_>>().into()
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_an_upload_lets_its_person_go_on() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "drop", Level::ReadWrite).await;
    let all = pattern(4_000_000);
    let handle = world.files.open_write(&ann, &path("drop/big"), options(WriteMode::Replace)).await.expect("open");
    for (index, piece) in all[..3_000_000].chunks(30_000).enumerate() {
        handle.write_at(index as u64 * 30_000, Bytes::copy_from_slice(piece)).await.expect("written");
    }
    handle.read_at(0, 1).await.expect("everything has reached the system");
    std::mem::forget(handle);

    let files = world.reopen().await;
    assert_eq!(files.sweep().await.expect("swept"), Swept::default(), "what can be resumed is kept");
    let length = files.stat(&ann, &path("drop/big")).await.expect("staged").size;
    assert!(length >= 2_000_000, "{length}");
    let resumed = files.open_write(&ann, &path("drop/big"), options(WriteMode::Update)).await.expect("resumed");
    resumed.write_at(length, all.slice(usize::try_from(length).expect("small")..)).await.expect("written");
    resumed.commit().await.expect("committed");
    assert_eq!(world.get("drop/big").await, all);
}

#[tokio::test]
async fn what_was_durable_but_not_committed_is_no_file_and_is_swept() {
    let world = World::new().await;
    world.put("file", b"the old version").await;
    let handle = world.files.open_write(&world.admin, &path("file"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, Bytes::from_static(b"new")).await.expect("written");
    handle.sync().await.expect("on the disk");
    std::mem::forget(handle);
    assert_eq!(world.blobs().await, 2);

    let files = world.reopen().await;
    assert_eq!(world.get("file").await, b"the old version");
    world.clock.advance(Duration::from_secs(25 * 3600));
    files.sweep().await.expect("swept");
    assert_eq!(world.blobs().await, 1);
    assert_eq!(world.get("file").await, b"the old version");
}

#[tokio::test]
async fn a_blob_without_any_row_is_a_stray() {
    let world = World::new().await;
    let large = pattern(20_000);
    world.put("file", &large).await;
    let shelf = std::fs::read_dir(world.folder.path().join("blobs")).expect("a folder").next().expect("a shelf");
    let shelf = shelf.expect("a shelf").path();
    let digits = shelf.file_name().expect("a name").to_str().expect("digits").to_owned();
    std::fs::write(shelf.join(format!("{digits}00-0000-7000-8000-000000000000")), b"stray").expect("written");
    assert_eq!(world.files.sweep().await.expect("swept").stray, 1);
    assert_eq!(world.get("file").await, large);
}

#[tokio::test]
async fn an_act_that_can_not_be_recorded_does_not_happen() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    world.put("a/file", b"the old version").await;
    let deaf = "CREATE TRIGGER deaf BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'the log is deaf'); END";
    let mut side = world.db.read().await.expect("a connection");
    side.script(deaf).await.expect("a trigger");
    let (files, admin) = (&world.files, &world.admin);
    let failed = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Record(_))), "{result:?}");
    failed(world.try_put(admin, "a/file", WriteMode::Replace, b"new").await.map(drop));
    failed(files.open_read(admin, &path("a/file")).await.map(drop));
    failed(files.make_dir(admin, &path("b")).await.map(drop));
    failed(files.rename(admin, &path("a"), &path("c"), Replace::No).await.map(drop));
    failed(files.copy(admin, &path("a/file"), &path("copy"), Replace::No).await.map(drop));
    failed(files.remove_tree(admin, &path("a")).await);
    failed(files.set_fence(admin, &path("a"), Some(keyfold_model::Fence::All)).await);
    side.script("DROP TRIGGER deaf").await.expect("no trigger");
    drop(side);
    assert_eq!(world.names(admin, "").await, ["a"]);
    assert_eq!(world.get("a/file").await, b"the old version");
    assert_eq!(files.fence(admin, &path("a")).await.expect("a fence"), None);
    files.sweep().await.expect("swept");
    assert_eq!(world.blobs().await, 1);
}

#[tokio::test]
async fn a_store_that_fails_loses_nothing() {
    let world = World::new().await;
    let (old, new) = (pattern(20_000), pattern(30_000));
    world.put("file", &old).await;
    let handle = world.files.open_write(&world.admin, &path("file"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, new).await.expect("gathered");
    let (blobs, away) = (world.folder.path().join("blobs"), world.folder.path().join("away"));
    let shelf = std::fs::read_dir(&blobs).expect("a folder").next().expect("a shelf").expect("a shelf").path();
    std::fs::rename(&shelf, &away).expect("moved away");
    assert!(matches!(handle.commit().await, Err(Error::Store { .. })));
    assert!(matches!(world.files.open_read(&world.admin, &path("file")).await, Err(Error::Store { .. })));
    std::fs::rename(&away, &shelf).expect("moved back");
    assert_eq!(world.get("file").await, old);
    assert_eq!(world.recorded("update", "file", "failed").await, 1);
}

#[tokio::test]
async fn what_was_broken_off_is_kept_for_a_day_and_no_longer() {
    let world = World::new().await;
    let handle = world.files.open_write(&world.admin, &path("file"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, Bytes::from_static(b"half")).await.expect("written");
    handle.abort().await;
    world.clock.advance(Duration::from_secs(24 * 3600 - 1));
    assert_eq!(world.files.sweep().await.expect("swept"), Swept::default());
    assert_eq!(world.files.stat(&world.admin, &path("file")).await.expect("kept").size, 4);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(refusal(world.files.stat(&world.admin, &path("file")).await), Refusal::NotFound);
    assert_eq!(world.files.sweep().await.expect("swept"), Swept { expired: 1, ..Swept::default() });
    assert_eq!((world.blobs().await, world.number("SELECT COUNT(*) FROM staging").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_takes_nothing_from_those_who_upload() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    let content = pattern(1_300_000);
    let (done, sweeping) = (std::sync::atomic::AtomicBool::new(false), std::sync::atomic::Ordering::SeqCst);
    let uploads = async {
        for round in 0..6 {
            let places: Vec<String> = (0..6).map(|index| format!("a/{round}-{index}")).collect();
            let uploads = places.iter().map(|place| world.try_put(&world.admin, place, WriteMode::CreateNew, &content));
            for entry in futures::future::join_all(uploads).await {
                entry.expect("committed");
            }
        }
        done.store(true, sweeping);
    };
    let sweeps = async {
        let mut swept = Swept::default();
        while !done.load(sweeping) {
            // Even one that has run for longer than a day.
            world.clock.advance(Duration::from_secs(25 * 3600));
            swept = world.files.sweep().await.expect("swept");
            assert_eq!(swept, Swept::default());
        }
        swept
    };
    tokio::join!(uploads, sweeps);
    for name in world.names(&world.admin, "a").await {
        assert_eq!(world.get(&format!("a/{name}")).await, content, "{name}");
    }
    assert_eq!(world.blobs().await, 36);
}

#[tokio::test]
async fn a_killed_server_leaves_no_byte_of_what_was_small() {
    let world = World::new().await;
    let handle = world.files.open_write(&world.admin, &path("small"), options(WriteMode::Replace)).await.expect("open");
    handle.write_at(0, Bytes::from_static(b"in memory")).await.expect("written");
    std::mem::forget(handle);
    world.reopen().await;
    assert_eq!(world.blobs().await, 0);
}
