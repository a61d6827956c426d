//! A walk through everything on PostgreSQL: the same code, the same answers.

mod world;

use bytes::Bytes;
use keyfold_model::{Fence, Level};
use keyfold_testkit::postgres::TempPostgres;
use keyfold_vfs::{QuotaOf, Refusal, Replace, WriteMode};
use world::{World, options, path, refusal};

#[tokio::test]
async fn everything_works_on_postgres_as_on_sqlite() {
    let postgres = TempPostgres::start().expect("a cluster");
    let world = World::on(&postgres.url()).await;
    let (files, admin) = (&world.files, &world.admin);
    world.dirs(&["team", "team/sub", "team/closed", "z"]).await;
    for name in ["team/b", "team/B", "team/a", "team/sub/|odd|"] {
        world.put(name, name.as_bytes()).await;
    }
    let ann = world.person("ann").await;
    let grant = world.grant(&ann, "team", Level::Full).await;
    files.set_fence(admin, &path("team/closed"), Some(Fence::All)).await.expect("fenced");
    assert_eq!(world.names(&ann, "team").await, ["B", "a", "b", "sub"]);
    assert_eq!(world.names(&ann, "team/sub").await, ["|odd|"]);
    assert_eq!(world.try_get(&ann, "team/sub/|odd|").await.expect("hers"), b"team/sub/|odd|");

    let half = files.open_write(&ann, &path("team/half"), options(WriteMode::Replace)).await.expect("open");
    half.write_at(0, Bytes::from(vec![7; 2_000_000])).await.expect("written");
    half.abort().await;
    assert_eq!(files.stat(&ann, &path("team/half")).await.expect("kept").size, 2_000_000);
    let again = world.sign_in("ann", keyfold_model::Interface::Web).await;
    let half = files.open_write(&again, &path("team/half"), options(WriteMode::Update)).await.expect("resumed");
    half.write_at(2_000_000, Bytes::from_static(b"!")).await.expect("written");
    half.commit().await.expect("committed");

    files.copy(&ann, &path("team/sub"), &path("team/copy"), Replace::No).await.expect("copied");
    files.rename(&ann, &path("team/a"), &path("team/b"), Replace::Yes).await.expect("moved");
    assert_eq!(refusal(files.rename(&ann, &path("team/sub"), &path("z/sub"), Replace::No).await), Refusal::NotFound);
    files.rename(admin, &path("team/sub"), &path("z/sub"), Replace::No).await.expect("moved");
    assert_eq!(files.grants(admin, &path("team")).await.expect("grants").len(), 1);
    files.set_quota(admin, QuotaOf::Folder(path("z")), Some(20)).await.expect("set");
    assert_eq!(refusal(world.try_put(admin, "z/big", WriteMode::Replace, &[0; 21]).await), Refusal::QuotaExceeded);

    files.remove_tree(&ann, &path("team/copy")).await.expect("removed");
    files.remove_file(&ann, &path("team/b")).await.expect("removed");
    files.revoke(admin, grant).await.expect("revoked");
    assert_eq!(refusal(files.stat(&ann, &path("team")).await), Refusal::NotFound);
    files.remove_tree(admin, &path("team")).await.expect("removed");
    let swept = files.sweep().await.expect("swept");
    assert_eq!((swept.expired, swept.stray), (0, 0));
    assert_eq!(world.blobs().await, 1);
    assert_eq!(world.get("z/sub/|odd|").await, b"team/sub/|odd|");

    let unfinished = files.open_write(admin, &path("z/late"), options(WriteMode::Replace)).await.expect("open");
    world.disable(ann.user()).await;
    unfinished.commit().await.expect("another's end is not theirs");
    assert_eq!(refusal(files.stat(&ann, &path("")).await), Refusal::SessionEnded);
    assert_eq!(world.recorded("destroy", "team", "ok").await, 1);
}
