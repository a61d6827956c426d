//! Every level against every operation: the filesystem allows what the grid of the engine says, and nothing else.

mod world;

use keyfold_authz::Operation;
use keyfold_identity::Session;
use keyfold_model::{Interface, Level, Reach, Subject, Timestamp};
use keyfold_vfs::{Error, Replace, WriteMode};
use world::{World, options, path};

/// A fresh place for one level and operation: `place` holds `file`, `other`, `folder` (with `inside` in it) and what the
/// person uploaded themselves; the level stands on it.
struct Scene<'w> {
    world: &'w World,
    who: Session,
    place: String,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World, login: &str, level: Level) -> Self {
        let (who, place) = (world.person(login).await, format!("place-{login}"));
        world.dirs(&[&place, &format!("{place}/folder"), &format!("{place}/folder/deep")]).await;
        for file in ["file", "other", "folder/inside"] {
            world.put(&format!("{place}/{file}"), b"content").await;
        }
        let own = world.grant(&who, &place, Level::WriteOnly).await;
        let uploaded = world.try_put(&who, &format!("{place}/own"), WriteMode::CreateNew, b"mine").await;
        uploaded.expect("uploaded");
        world.files.revoke(&world.admin, own).await.expect("revoked");
        world.grant(&who, &place, level).await;
        Self { world, who, place }
    }

    async fn try_it(&self, operation: Operation) -> Option<Result<(), Error>> {
        let (files, who) = (&self.world.files, &self.who);
        let at = |name: &str| path(&format!("{}/{name}", self.place));
        let write = async |name: &str, mode| {
            self.world.try_put(who, &format!("{}/{name}", self.place), mode, b"new").await.map(drop)
        };
        Some(match operation {
            Operation::List => files.stat(who, &at("file")).await.map(drop),
            Operation::Preview => files.open_preview(who, &at("file")).await.map(drop),
            Operation::Download => files.open_read(who, &at("file")).await.map(drop),
            Operation::Upload => write("new", WriteMode::CreateNew).await,
            Operation::MakeFolder => files.make_dir(who, &at("new-folder")).await.map(drop),
            Operation::Copy => files.copy(who, &at("file"), &at("copy"), Replace::No).await.map(drop),
            Operation::CopyReplacing => files.copy(who, &at("file"), &at("other"), Replace::Yes).await.map(drop),
            Operation::Overwrite => match files.set_modified(who, &at("file"), Timestamp(1)).await {
                Ok(_) => write("file", WriteMode::Replace).await,
                Err(refused) => {
                    assert!(write("file", WriteMode::Replace).await.is_err(), "times and content need the same");
                    Err(refused)
                }
            },
            Operation::OverwriteOwnUpload => write("own", WriteMode::Update).await,
            Operation::RenameOwnUpload => files.rename(who, &at("own"), &at("done"), Replace::No).await.map(drop),
            Operation::Move => files.rename(who, &at("file"), &at("moved"), Replace::No).await.map(drop),
            Operation::MoveReplacing => files.rename(who, &at("file"), &at("other"), Replace::Yes).await.map(drop),
            Operation::MoveFolder => files.rename(who, &at("folder"), &at("moved"), Replace::No).await.map(drop),
            Operation::Delete => files.remove_file(who, &at("file")).await,
            Operation::DeleteFolder => files.remove_tree(who, &at("folder")).await,
            Operation::Administer => {
                let subject = Subject::User(who.user());
                files.grant(who, &path(&self.place), subject, Level::List, Reach::Tree).await.map(drop)
            }
            // A folder never replaces another one; shares and history come with their own doors.
            Operation::MoveFolderReplacing | Operation::Share | Operation::ShareForUpload | Operation::SeeHistory => {
                return None;
            }
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_level_may_do_what_the_grid_says() {
    let world = World::new().await;
    let mut tried = 0;
    for level in Level::ALL {
        for (index, operation) in Operation::ALL.into_iter().enumerate() {
            let scene = Scene::new(&world, &format!("{level}-{index}"), level).await;
            let Some(result) = scene.try_it(operation).await else { continue };
            let wanted = operation.needs().are_met_by(level.capabilities());
            match result {
                Ok(()) => assert!(wanted, "{level} may not {}", operation.label()),
                Err(Error::Refused(refusal)) => {
                    assert!(!wanted, "{level} may {}, and was told: {refusal}", operation.label());
                }
                Err(failure) => panic!("{level}, {}: {failure:?}", operation.label()),
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 9 * 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_grant_there_is_nothing() {
    let world = World::new().await;
    world.dirs(&["place", "place/folder"]).await;
    world.put("place/file", b"content").await;
    let scene = Scene { who: world.person("nobody").await, world: &world, place: "place".to_owned() };
    for operation in Operation::ALL {
        if let Some(result) = scene.try_it(operation).await {
            assert_eq!(world::refusal(result), keyfold_vfs::Refusal::NotFound, "{}", operation.label());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_upload_is_ones_own_over_that_protocol_for_a_day_until_another_touches_it() {
    let world = World::new().await;
    world.dirs(&["drop"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "drop", Level::ReadWrite).await;
    let rename = async |who: &Session, from: &str, to: &str| {
        world.files.rename(who, &path(from), &path(to), Replace::No).await.map(drop)
    };

    world.try_put(&ann, "drop/a", WriteMode::CreateNew, b"1").await.expect("uploaded");
    let web = world.sign_in("ann", Interface::Web).await;
    assert!(rename(&web, "drop/a", "drop/b").await.is_err(), "over another protocol it is a file like any other");
    rename(&ann, "drop/a", "drop/b").await.expect("her own");
    assert!(world.files.remove_file(&ann, &path("drop/b")).await.is_err(), "deleting always takes the right to");

    world.dirs(&["drop/sub"]).await;
    assert!(rename(&ann, "drop/b", "drop/sub/b").await.is_err(), "only within the folder");
    world.put("drop/taken", b"theirs").await;
    assert!(world.files.rename(&ann, &path("drop/b"), &path("drop/taken"), Replace::Yes).await.is_err());

    world.put("drop/b", b"touched").await;
    assert!(rename(&ann, "drop/b", "drop/c").await.is_err(), "somebody else has touched it");

    world.try_put(&ann, "drop/old", WriteMode::CreateNew, b"1").await.expect("uploaded");
    world.clock.advance(std::time::Duration::from_secs(24 * 3600));
    assert!(rename(&ann, "drop/old", "drop/new").await.is_err(), "a day has passed");
    assert!(world.files.open_write(&ann, &path("drop/old"), options(WriteMode::Replace)).await.is_err());
}
