//! Renaming, moving, copying, deleting: all of it, or refused before anything is touched.

mod world;

use futures::future::join_all;
use keyfold_model::{Capability, Fence, Level, Reach};
use keyfold_vfs::{Refusal, Replace, WriteMode};
use world::{World, path, refusal};

#[tokio::test]
async fn a_fenced_folder_inside_refuses_the_whole_before_anything_is_touched() {
    let world = World::new().await;
    world.dirs(&["team", "team/project", "team/project/deep", "team/project/deep/closed"]).await;
    for file in ["team/project/one", "team/project/deep/closed/two"] {
        world.put(file, b"1").await;
    }
    let ann = world.person("ann").await;
    world.grant(&ann, "team", Level::Full).await;
    let closed = path("team/project/deep/closed");
    world.files.set_fence(&world.admin, &closed, Some(Fence::All)).await.expect("fenced");
    let project = path("team/project");
    let rows = world.number("SELECT COUNT(*) FROM entries").await;
    assert_eq!(refusal(world.files.remove_tree(&ann, &project).await), Refusal::BlockedInside);
    let moved = world.files.rename(&ann, &project, &path("team/renamed"), Replace::No).await;
    assert_eq!(refusal(moved), Refusal::BlockedInside);
    assert_eq!(world.number("SELECT COUNT(*) FROM entries").await, rows);
    assert_eq!(world.number("SELECT COUNT(*) FROM dead_blobs").await, 0);
    world.files.set_fence(&world.admin, &closed, None).await.expect("opened");
    world.files.remove_tree(&ann, &project).await.expect("removed");
    assert_eq!(world.names(&ann, "team").await, Vec::<String>::new());
    assert_eq!(world.recorded("destroy", "team/project", "ok").await, 1);
    assert_eq!(world.recorded("destroy", "team/project", "denied").await, 1);
}

#[tokio::test]
async fn a_grant_on_one_folder_alone_does_not_reach_the_plain_folders_in_it() {
    let world = World::new().await;
    world.dirs(&["a", "a/b", "a/b/c"]).await;
    let ann = world.person("ann").await;
    world.grant_reaching(&ann, "a", Level::Full, Reach::Folder).await;
    world.grant_reaching(&ann, "a/b", Level::Full, Reach::Folder).await;
    assert_eq!(refusal(world.files.remove_tree(&ann, &path("a/b")).await), Refusal::BlockedInside);
    world.files.remove_dir(&world.admin, &path("a/b/c")).await.expect("removed");
    world.files.remove_tree(&ann, &path("a/b")).await.expect("nothing is below now");
}

#[tokio::test]
async fn grants_and_fences_travel_with_their_folder() {
    let world = World::new().await;
    world.dirs(&["a", "a/b", "a/b/inner", "z"]).await;
    world.put("a/b/inner/file", b"1").await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    world.grant(&ann, "a/b/inner", Level::ReadOnly).await;
    world.grant(&bob, "z", Level::ReadOnly).await;
    world.files.set_fence(&world.admin, &path("a/b/inner"), Some(Fence::All)).await.expect("fenced");
    world.files.rename(&world.admin, &path("a/b"), &path("z/moved"), Replace::No).await.expect("moved");
    assert_eq!(world.try_get(&ann, "z/moved/inner/file").await.expect("hers still"), b"1");
    assert_eq!(refusal(world.try_get(&bob, "z/moved/inner/file").await), Refusal::NotFound, "the fence moved along");
    assert_eq!(world.names(&bob, "z").await, ["moved"]);
    assert_eq!(refusal(world.files.stat(&ann, &path("a")).await), Refusal::NotFound);
    assert_eq!(world.recorded("move", "a/b", "ok").await, 1);
}

#[tokio::test]
async fn a_deleted_folder_takes_its_grants_and_fences_along() {
    let world = World::new().await;
    world.dirs(&["a", "a/b"]).await;
    world.put("a/b/file", b"12345").await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a/b", Level::ReadOnly).await;
    world.files.set_fence(&world.admin, &path("a/b"), Some(Fence::All)).await.expect("fenced");
    world.files.remove_tree(&world.admin, &path("a")).await.expect("removed");
    for table in ["SELECT COUNT(*) FROM grants", "SELECT COUNT(*) FROM fences"] {
        assert_eq!(world.number(table).await, 0, "{table}");
    }
    world.dirs(&["a", "a/b"]).await;
    assert!(world.names(&ann, "").await.is_empty(), "a new folder of that name is another folder");
    assert_eq!(world.number("SELECT used FROM quotas WHERE kind = 'user' ORDER BY used DESC LIMIT 1").await, 0);
}

#[tokio::test]
async fn a_folder_that_is_not_empty_is_not_deleted_by_the_way() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    world.put("a/file", b"1").await;
    assert_eq!(refusal(world.files.remove_dir(&world.admin, &path("a")).await), Refusal::NotEmpty);
    world.files.remove_file(&world.admin, &path("a/file")).await.expect("removed");
    world.files.remove_dir(&world.admin, &path("a")).await.expect("removed");
}

#[tokio::test]
async fn both_ends_of_a_move_are_checked() {
    let world = World::new().await;
    world.dirs(&["from", "to"]).await;
    world.put("from/file", b"1").await;
    let ann = world.person("ann").await;
    world.grant(&ann, "from", Level::Full).await;
    let go = async || world.files.rename(&ann, &path("from/file"), &path("to/file"), Replace::No).await;
    assert_eq!(refusal(go().await), Refusal::NotFound, "the target is hidden");
    world.grant(&ann, "to", Level::ReadOnly).await;
    assert_eq!(refusal(go().await), Refusal::Lacks(Capability::Create));
    world.grant(&ann, "to", Level::WriteOnly).await;
    go().await.expect("moved");
    let back = world.files.rename(&ann, &path("to/file"), &path("from/file"), Replace::No).await;
    assert_eq!(refusal(back), Refusal::Lacks(Capability::Move));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_name() {
    let world = World::new().await;
    world.dirs(&["a", "a/b"]).await;
    world.put("file", b"1").await;
    let go =
        async |from: &str, to: &str, replace| world.files.rename(&world.admin, &path(from), &path(to), replace).await;
    assert_eq!(refusal(go("a", "a/b/c", Replace::No).await), Refusal::IntoItself);
    assert_eq!(refusal(go("", "a/root", Replace::No).await), Refusal::Root);
    assert_eq!(refusal(go("a", "file", Replace::Yes).await), Refusal::Exists);
    assert_eq!(refusal(go("file", "a", Replace::Yes).await), Refusal::IsAFolder);
    assert_eq!(refusal(go("file", "a", Replace::No).await), Refusal::Exists);
    assert_eq!(refusal(go("none", "a/none", Replace::No).await), Refusal::NotFound);
    go("file", "file", Replace::No).await.expect("where it is already");
    go("a", "a", Replace::No).await.expect("where it is already");
    assert_eq!(
        refusal(world.files.copy(&world.admin, &path("a"), &path("a/copy"), Replace::No).await),
        Refusal::IntoItself
    );
    assert_eq!(refusal(world.files.remove_tree(&world.admin, &path("")).await), Refusal::Root);
    assert_eq!(refusal(world.files.set_fence(&world.admin, &path(""), Some(Fence::All)).await), Refusal::Root);
}

#[tokio::test]
async fn a_replaced_file_is_gone_and_the_one_that_replaced_it_is_itself() {
    let world = World::new().await;
    let new = world.put("new", b"new").await;
    world.put("old", b"old").await;
    let moved = world.files.rename(&world.admin, &path("new"), &path("old"), Replace::Yes).await.expect("moved");
    assert_eq!((moved.id, &moved.etag), (new.id, &new.etag));
    assert_eq!(world.get("old").await, b"new");
    assert_eq!(world.names(&world.admin, "").await, ["old"]);
    assert_eq!(world.files.sweep().await.expect("swept").dead, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_moves_at_once_onto_one_free_name_one_succeeds() {
    let world = World::new().await;
    for index in 0..10 {
        world.put(&format!("file-{index}"), format!("{index}").as_bytes()).await;
    }
    let moves = (0..10).map(|index| {
        let world = &world;
        async move {
            world.files.rename(&world.admin, &path(&format!("file-{index}")), &path("one"), Replace::No).await.is_ok()
        }
    });
    assert_eq!(join_all(moves).await.into_iter().filter(|won| *won).count(), 1);
    assert_eq!(world.names(&world.admin, "").await.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_move_into_each_other_at_once_make_no_circle() {
    let world = World::new().await;
    world.dirs(&["a", "b"]).await;
    for _ in 0..20 {
        let go =
            async |from: &str, to: &str| world.files.rename(&world.admin, &path(from), &path(to), Replace::No).await;
        let (into_b, into_a) = tokio::join!(go("a", "b/a"), go("b", "a/b"));
        assert_eq!([into_b.is_ok(), into_a.is_ok()].iter().filter(|won| **won).count(), 1);
        if into_b.is_ok() {
            world.files.rename(&world.admin, &path("b/a"), &path("a"), Replace::No).await.expect("back");
        } else {
            world.files.rename(&world.admin, &path("a/b"), &path("b"), Replace::No).await.expect("back");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_into_a_folder_that_is_deleted_land_nowhere_or_before() {
    let world = World::new().await;
    for round in 0..10 {
        world.dirs(&["doomed"]).await;
        let places: Vec<String> = (0..4).map(|index| format!("doomed/{index}")).collect();
        let uploads =
            join_all(places.iter().map(|place| world.try_put(&world.admin, place, WriteMode::CreateNew, b"content")));
        let doomed = path("doomed");
        let (_, removed) = tokio::join!(uploads, world.files.remove_tree(&world.admin, &doomed));
        removed.unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert!(world.names(&world.admin, "").await.is_empty());
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM entries WHERE kind = 'file'").await, 0);
    world.files.sweep().await.expect("swept");
    let kept = world.number("SELECT COUNT(*) FROM staging").await;
    assert_eq!(i64::try_from(world.blobs().await).expect("few"), kept);
}

#[tokio::test]
async fn a_copy_has_the_same_bytes_and_its_own_life() {
    let world = World::new().await;
    let original = world.put("original", b"content").await;
    let copy = world.files.copy(&world.admin, &path("original"), &path("copy"), Replace::No).await.expect("copied");
    assert_ne!(copy.id, original.id);
    assert_eq!(copy.sha256, original.sha256);
    assert_eq!(world.blobs().await, 1, "copies share their bytes");
    world.put("original", b"changed").await;
    world.files.sweep().await.expect("swept");
    assert_eq!(world.get("copy").await, b"content");
    world.files.remove_file(&world.admin, &path("copy")).await.expect("removed");
    world.files.sweep().await.expect("swept");
    assert_eq!((world.get("original").await, world.blobs().await), (b"changed".to_vec(), 1));
}

#[tokio::test]
async fn a_copied_folder_holds_what_may_be_read() {
    let world = World::new().await;
    world.dirs(&["a", "a/open", "a/closed", "a/empty", "mine"]).await;
    for file in ["a/1", "a/open/2", "a/closed/3"] {
        world.put(file, file.as_bytes()).await;
    }
    world.files.set_fence(&world.admin, &path("a/closed"), Some(Fence::All)).await.expect("fenced");
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::ReadOnly).await;
    world.grant(&ann, "mine", Level::ReadWrite).await;
    world.files.copy(&ann, &path("a"), &path("mine/a"), Replace::No).await.expect("copied");
    assert_eq!(world.names(&world.admin, "mine/a").await, ["1", "empty", "open"]);
    assert_eq!(world.get("mine/a/open/2").await, b"a/open/2");
    assert_eq!(refusal(world.files.copy(&ann, &path("a"), &path("mine/a"), Replace::Yes).await), Refusal::Exists);
    assert_eq!(world.recorded("copy", "a", "ok").await, 1);
}
