//! What a person sees, and what does not exist for them.

mod world;

use keyfold_model::{Capability, Fence, Level, Name, Reach};
use keyfold_vfs::{Refusal, Replace, WriteMode};
use world::{World, options, path, refusal};

#[tokio::test]
async fn a_listing_shows_files_to_those_who_may_list_and_folders_to_those_who_may_go_there() {
    let world = World::new().await;
    world.dirs(&["team", "team/open", "team/closed", "team/way", "team/way/inner", "other"]).await;
    world.put("team/file", b"1").await;
    world.files.set_fence(&world.admin, &path("team/closed"), Some(Fence::All)).await.expect("fenced");
    let (reader, writer, guest) =
        (world.person("reader").await, world.person("writer").await, world.person("guest").await);
    world.grant(&reader, "team", Level::ReadOnly).await;
    world.grant(&writer, "team", Level::WriteOnly).await;
    world.grant(&guest, "team/way/inner", Level::List).await;

    assert_eq!(world.names(&world.admin, "team").await, ["closed", "file", "open", "way"]);
    assert_eq!(world.names(&reader, "team").await, ["file", "open", "way"], "what is fenced off isn't shown");
    assert_eq!(world.names(&writer, "team").await, ["open", "way"], "without list there are no files");
    assert_eq!(world.names(&guest, "team").await, ["way"], "a folder leads to what lies below");
    assert_eq!(world.names(&guest, "team/way").await, ["inner"]);
    for (who, names) in [(&reader, ["team"]), (&writer, ["team"]), (&guest, ["team"])] {
        assert_eq!(world.names(who, "").await, names);
    }
    let nobody = world.person("nobody").await;
    assert!(world.names(&nobody, "").await.is_empty(), "the root is there for everyone, and empty");
}

#[tokio::test]
async fn what_one_may_not_know_of_is_not_found_on_every_verb() {
    let world = World::new().await;
    world.dirs(&["team", "team/closed", "team/closed/deep"]).await;
    for file in ["team/secret", "team/closed/file"] {
        world.put(file, b"1").await;
    }
    world.files.set_fence(&world.admin, &path("team/closed"), Some(Fence::All)).await.expect("fenced");
    let writer = world.person("writer").await;
    world.grant(&writer, "team", Level::WriteOnly).await;
    let (files, who) = (&world.files, &writer);
    for hidden in ["team/secret", "team/closed", "team/closed/file", "team/closed/deep", "team/never", "nowhere/a"] {
        let at = path(hidden);
        assert_eq!(refusal(files.stat(who, &at).await), Refusal::NotFound, "stat {hidden}");
        assert_eq!(refusal(files.open_dir(who, &at).await), Refusal::NotFound, "open_dir {hidden}");
        assert_eq!(refusal(files.open_read(who, &at).await), Refusal::NotFound, "open_read {hidden}");
        assert_eq!(refusal(files.open_preview(who, &at).await), Refusal::NotFound, "open_preview {hidden}");
        assert_eq!(refusal(files.remove_file(who, &at).await), Refusal::NotFound, "remove_file {hidden}");
        assert_eq!(refusal(files.remove_dir(who, &at).await), Refusal::NotFound, "remove_dir {hidden}");
        assert_eq!(refusal(files.remove_tree(who, &at).await), Refusal::NotFound, "remove_tree {hidden}");
        assert_eq!(refusal(files.rename(who, &at, &path("team/x"), Replace::No).await), Refusal::NotFound);
        assert_eq!(refusal(files.copy(who, &at, &path("team/x"), Replace::No).await), Refusal::NotFound);
        assert_eq!(refusal(files.set_modified(who, &at, world.admin.facts().since).await), Refusal::NotFound);
        assert_eq!(refusal(files.capabilities(who, &at).await), Refusal::NotFound);
        assert_eq!(refusal(files.grants(who, &at).await), Refusal::NotFound);
        assert_eq!(refusal(files.set_fence(who, &at, None).await), Refusal::NotFound);
        assert_eq!(refusal(files.who_reaches(who, &at).await), Refusal::NotFound);
        assert_eq!(refusal(files.space(who, &at).await), Refusal::NotFound);
        let updated = files
            .open_write(
                who,
                &at.join(&Name::parse("new").expect("a name")).expect("short"),
                options(WriteMode::CreateNew),
            )
            .await;
        assert_eq!(refusal(updated), Refusal::NotFound, "below {hidden}");
    }
}

#[tokio::test]
async fn only_making_a_name_that_is_hidden_is_denied() {
    let world = World::new().await;
    world.dirs(&["drop", "drop/closed"]).await;
    world.put("drop/hidden", b"theirs").await;
    world.files.set_fence(&world.admin, &path("drop/closed"), Some(Fence::All)).await.expect("fenced");
    let writer = world.person("writer").await;
    world.grant(&writer, "drop", Level::WriteOnly).await;
    world.try_put(&writer, "drop/mine", WriteMode::CreateNew, b"1").await.expect("uploaded");
    for name in ["drop/hidden", "drop/closed"] {
        for mode in [WriteMode::CreateNew, WriteMode::Replace, WriteMode::Update] {
            assert_eq!(refusal(world.files.open_write(&writer, &path(name), options(mode)).await), Refusal::NameHidden);
        }
        assert_eq!(refusal(world.files.make_dir(&writer, &path(name)).await), Refusal::NameHidden);
        let renamed = world.files.rename(&writer, &path("drop/mine"), &path(name), Replace::Yes).await;
        assert!(matches!(refusal(renamed), Refusal::NotFound | Refusal::NameHidden));
    }
    assert_eq!(world.get("drop/hidden").await, b"theirs");
    assert_eq!(world.recorded("create", "drop/hidden", "denied").await, 4);
}

#[tokio::test]
async fn who_sees_a_place_is_told_what_they_lack_there() {
    let world = World::new().await;
    world.dirs(&["team"]).await;
    world.put("team/file", b"1").await;
    let lister = world.person("lister").await;
    world.grant(&lister, "team", Level::List).await;
    let at = path("team/file");
    assert_eq!(refusal(world.files.open_read(&lister, &at).await), Refusal::Lacks(Capability::Read));
    assert_eq!(refusal(world.files.open_preview(&lister, &at).await), Refusal::Lacks(Capability::Preview));
    assert_eq!(refusal(world.files.remove_file(&lister, &at).await), Refusal::Lacks(Capability::Delete));
    let write = world.files.open_write(&lister, &at, options(WriteMode::Replace)).await;
    assert_eq!(refusal(write), Refusal::Lacks(Capability::Overwrite));
    let create = world.files.open_write(&lister, &path("team/new"), options(WriteMode::CreateNew)).await;
    assert_eq!(refusal(create), Refusal::Lacks(Capability::Create));
    assert_eq!(refusal(world.files.grants(&lister, &path("team")).await), Refusal::Lacks(Capability::Admin));
    assert_eq!(world.recorded("read", "team/file", "denied").await, 1, "who tries what they lack is on record");
}

#[tokio::test]
async fn a_folder_that_its_maker_could_not_see_is_refused() {
    let world = World::new().await;
    world.dirs(&["flat"]).await;
    let ann = world.person("ann").await;
    world.grant_reaching(&ann, "flat", Level::Full, Reach::Folder).await;
    assert_eq!(refusal(world.files.make_dir(&ann, &path("flat/new")).await), Refusal::WouldBeInvisible);
    world.try_put(&ann, "flat/file", WriteMode::CreateNew, b"1").await.expect("files are covered");
}

#[tokio::test]
async fn a_team_is_never_the_team_with_a_longer_name() {
    let world = World::new().await;
    world.dirs(&["team", "team2"]).await;
    world.put("team2/file", b"1").await;
    let ann = world.person("ann").await;
    world.grant(&ann, "team", Level::Admin).await;
    assert_eq!(refusal(world.try_get(&ann, "team2/file").await), Refusal::NotFound);
    assert_eq!(world.names(&ann, "").await, ["team"]);
}

#[tokio::test]
async fn pages_hold_what_is_visible_and_go_on_where_they_ended() {
    let world = World::new().await;
    world.dirs(&["big"]).await;
    for index in 0..25 {
        world.put(&format!("big/{index:02}"), b"").await;
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = world.files.list(&world.admin, &path("big"), after.as_ref(), 10).await.expect("a page");
        seen.extend(page.entries.iter().filter_map(|entry| entry.name.clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 25);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn a_search_finds_only_what_is_visible() {
    let world = World::new().await;
    world.dirs(&["a", "a/closed", "b"]).await;
    for file in ["a/Report.txt", "a/closed/report.txt", "b/report.txt"] {
        world.put(file, b"").await;
    }
    world.files.set_fence(&world.admin, &path("a/closed"), Some(Fence::All)).await.expect("fenced");
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::List).await;
    let found = world.files.find(&ann, &path(""), "REPORT", 10).await.expect("a search");
    assert_eq!(found.into_iter().map(|(place, _)| place).collect::<Vec<_>>(), [path("a/Report.txt")]);
    assert_eq!(world.files.find(&world.admin, &path(""), "report", 2).await.expect("a search").len(), 2);
}

#[tokio::test]
async fn names_are_kept_as_they_are_but_composed() {
    let world = World::new().await;
    let long = "\u{e9}".repeat(127);
    assert_eq!(long.len(), 254);
    world.put(&long, b"long").await;
    world.put(&format!("{long}x"), b"longest").await;
    world.put("e\u{301}te\u{301}", b"decomposed").await;
    world.put("Case", b"upper").await;
    world.put("case", b"lower").await;
    assert_eq!(world.get("\u{e9}t\u{e9}").await, b"decomposed");
    assert_eq!(world.get(&format!("{long}x")).await, b"longest");
    assert_eq!(world.get("Case").await, b"upper");
    assert_eq!(world.names(&world.admin, "").await[..2], ["Case", "case"], "byte order");
}
