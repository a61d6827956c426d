//! Grants and fences: who may change them, that they are in force at once, and that they explain themselves.

mod world;

use keyfold_identity::NewApiKey;
use keyfold_model::{Capability, Fence, GroupId, Interface, Level, Reach, SiteRole, Subject, UserId};
use keyfold_vfs::Refusal;
use world::{World, path, refusal};

#[tokio::test]
async fn a_folder_admin_rules_their_tree_up_to_the_fences_in_it() {
    let world = World::new().await;
    world.dirs(&["team", "team/sub", "team/closed", "other"]).await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    world.grant(&ann, "team", Level::Admin).await;
    world.files.set_fence(&world.admin, &path("team/closed"), Some(Fence::All)).await.expect("fenced");
    let to_bob = Subject::User(bob.user());
    let grant =
        async |place: &str| world.files.grant(&ann, &path(place), to_bob.clone(), Level::ReadOnly, Reach::Tree).await;
    let given = grant("team/sub").await.expect("hers to give");
    assert_eq!(world.names(&bob, "team").await, ["sub"]);
    assert_eq!(refusal(grant("team/closed").await), Refusal::NotFound);
    assert_eq!(refusal(grant("other").await), Refusal::NotFound);
    assert_eq!(refusal(grant("").await), Refusal::Lacks(Capability::Admin));
    assert_eq!(refusal(world.files.revoke(&bob, given.id).await), Refusal::NotFound);
    let shown = world.files.grants(&ann, &path("team/sub")).await.expect("hers to see");
    assert_eq!(shown.iter().map(|shown| &shown.grant).collect::<Vec<_>>(), [&given]);
    assert_eq!((shown[0].created_by.as_str(), &shown[0].path), ("ann", &path("team/sub")));
    let all = world.files.all_grants(&ann).await.expect("a list");
    assert_eq!(all.len(), 2, "her own, and the one she gave");
    assert!(world.files.all_grants(&bob).await.expect("a list").is_empty());
    world.files.revoke(&ann, given.id).await.expect("hers to take");
    assert!(world.names(&bob, "").await.is_empty());
    assert_eq!(refusal(world.files.revoke(&ann, given.id).await), Refusal::NotFound);
    assert_eq!(world.recorded("permission_create", "team/sub", "ok").await, 1);
    assert_eq!(world.recorded("permission_delete", "team/sub", "ok").await, 1);
    assert_eq!(world.recorded("fence_create", "team/closed", "ok").await, 1);
}

#[tokio::test]
async fn a_read_only_admin_sees_every_reason_and_changes_none() {
    let world = World::new().await;
    world.dirs(&["team"]).await;
    let ann = world.person("ann").await;
    let auditor = world.person_of("auditor", SiteRole::ReadOnlyAdmin).await;
    let given = world.grant(&ann, "team", Level::Full).await;
    let (files, team) = (&world.files, path("team"));
    assert_eq!(files.grants(&auditor, &team).await.expect("seen").len(), 1);
    assert_eq!(files.all_grants(&auditor).await.expect("seen").len(), 1);
    let explained = files.explain(&auditor, ann.user(), &team).await.expect("seen");
    assert_eq!(explained.capabilities, Level::Full.capabilities());
    let reached = files.who_reaches(&auditor, &team).await.expect("seen");
    assert!(reached.iter().any(|reacher| reacher.user == ann.user()));
    let lacks = Refusal::Lacks(Capability::Admin);
    assert_eq!(refusal(files.revoke(&auditor, given).await), lacks);
    assert_eq!(refusal(files.set_fence(&auditor, &team, Some(Fence::All)).await), lacks);
    let subject = Subject::User(auditor.user());
    assert_eq!(refusal(files.grant(&auditor, &team, subject, Level::List, Reach::Tree).await), lacks);
    assert!(world.names(&auditor, "").await.is_empty(), "the role gives no content");
}

#[tokio::test]
async fn a_group_grant_follows_its_members() {
    let world = World::new().await;
    world.dirs(&["finance"]).await;
    world.put("finance/report", b"numbers").await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let group = world.group("Finance", &[&ann]).await;
    let subject = Subject::Group(group);
    world.files.grant(&world.admin, &path("finance"), subject, Level::ReadOnly, Reach::Tree).await.expect("granted");
    assert_eq!(world.try_get(&ann, "finance/report").await.expect("hers"), b"numbers");
    assert_eq!(refusal(world.try_get(&bob, "finance/report").await), Refusal::NotFound);
    let explained = world.files.explain(&ann, ann.user(), &path("finance")).await.expect("her own");
    assert!(explained.capabilities.has(Capability::Read));
    assert_eq!(
        refusal(world.files.explain(&ann, bob.user(), &path("finance")).await),
        Refusal::Lacks(Capability::Admin),
        "what others have is not hers to know"
    );
}

#[tokio::test]
async fn nobody_is_granted_anything() {
    let world = World::new().await;
    world.dirs(&["a"]).await;
    for subject in [
        Subject::User(UserId(999_999)),
        Subject::Group(GroupId(999_999)),
        Subject::AllOf(vec![GroupId(999_998), GroupId(999_999)]),
    ] {
        let granted = world.files.grant(&world.admin, &path("a"), subject, Level::List, Reach::Tree).await;
        assert!(matches!(refusal(granted), Refusal::Invalid(_)));
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM grants").await, 0);
}

#[tokio::test]
async fn grants_are_in_force_again_after_a_start() {
    let world = World::new().await;
    world.dirs(&["a", "a/b"]).await;
    let ann = world.person("ann").await;
    world.grant(&ann, "a", Level::List).await;
    world.files.set_fence(&world.admin, &path("a/b"), Some(Fence::All)).await.expect("fenced");
    let policy = keyfold_identity::LivePolicy::load(&world.db).await.expect("a policy");
    let ids = [keyfold_model::FolderId::ROOT];
    assert!(policy.current().visible(ann.user(), keyfold_authz::Place(&ids)));
    assert_eq!(world.files.fence(&world.admin, &path("a/b")).await.expect("a fence"), Some(Fence::All));
}

#[tokio::test]
async fn a_key_for_files_alone_manages_no_grants_and_stays_below_its_folder() {
    let world = World::new().await;
    world.dirs(&["team", "team/sub", "team/other"]).await;
    world.put("team/sub/file", b"1").await;
    let custody = world.admin.custody().expect("her own");
    let new = NewApiKey {
        name: "backup".to_owned(),
        permission_set: keyfold_identity::PermissionSet::FilesOnly,
        path: Some(path("team/sub")),
        interfaces: Vec::new(),
        expires_at: None,
    };
    let issued = world.identity.api_keys.create(&custody, new).await.expect("a key");
    let origin = keyfold_identity::Origin {
        interface: Interface::RestApi,
        remote_ip: std::net::Ipv4Addr::LOCALHOST.into(),
        client: "test".to_owned(),
    };
    let key = world.identity.authenticator.api_key(None, &issued.secret, origin).await.expect("signed in");
    let (files, at) = (&world.files, path("team/sub"));
    assert_eq!(world.names(&key, "").await, ["team"]);
    assert_eq!(world.names(&key, "team").await, ["sub"]);
    assert_eq!(world.names(&key, "team/sub").await, ["file"]);
    assert_eq!(refusal(files.stat(&key, &path("team/other")).await), Refusal::NotFound);
    assert_eq!(refusal(files.make_dir(&key, &path("team/new")).await), Refusal::NotFound);
    assert_eq!(refusal(files.remove_tree(&key, &at).await), Refusal::Root);
    let out = files.rename(&key, &path("team/sub/file"), &path("team/file"), keyfold_vfs::Replace::No).await;
    assert_eq!(refusal(out), Refusal::NotFound);
    assert_eq!(refusal(files.grants(&key, &at).await), Refusal::Lacks(Capability::Admin));
    assert_eq!(refusal(files.set_fence(&key, &at, None).await), Refusal::Lacks(Capability::Admin));
    assert_eq!(
        refusal(files.set_quota(&key, keyfold_vfs::QuotaOf::Folder(at), None).await),
        Refusal::Lacks(Capability::Admin)
    );
}
