//! What a directory pushes before its connection is started.

use keyfold_identity::{
    ClashKind, Clashing, Conflict, ConnectionSettings, Denial, DirectoryClient, DirectoryConnection, DirectoryGroup,
    Error, Identity, Rehearsal, SamlIdentity, Stage, User,
};
use keyfold_model::{Interface, Secret, SiteRole};
use tempfile::TempDir;

use crate::world::{World, ip, over, person};

/// A site that keeps previews, and a directory in preview with its token.
struct Site {
    world: World,
    identity: Identity,
    corp: DirectoryConnection,
    token: Secret<String>,
    _folder: TempDir,
}

impl Site {
    async fn new() -> Self {
        let world = World::new().await;
        let folder = tempfile::tempdir().expect("a folder");
        let identity = world.identity.clone().with_previews_in(folder.path().join("previews"));
        let (corp, _) = world.directory("corp").await;
        let issued = identity.scim_tokens.create(&world.admin(), corp.id, "SCIM".into(), None).await.expect("a token");
        identity.previews.begin(&world.admin(), corp.id).await.expect("begun");
        Self { world, identity, corp, token: issued.secret, _folder: folder }
    }

    async fn client(&self) -> DirectoryClient {
        self.identity.authenticator.scim_token(&self.token, ip()).await.expect("a client")
    }

    async fn rehearsal(&self) -> Rehearsal {
        let client = self.client().await;
        assert_eq!(client.stage(), Stage::Preview);
        self.identity.previews.rehearse(&client).await.expect("the database").expect("in preview")
    }

    async fn push(&self, login: &str) -> User {
        let there = self.rehearsal().await;
        there.directory.create_user(&there.client, person(login)).await.expect("made, there")
    }

    async fn push_group(&self, name: &str, members: &[&User]) {
        let there = self.rehearsal().await;
        let members = members.iter().map(|user| user.scim_id.to_string()).collect();
        let new = DirectoryGroup { name: name.into(), external_id: None, members };
        there.directory.create_group(&there.client, new).await.expect("made, there");
    }
}

#[tokio::test]
async fn nothing_is_made_here_and_nobody_gets_in_until_it_is_started() {
    let site = Site::new().await;
    let before = site.world.record().await.len();
    let ann = site.push("ann").await;
    site.push_group("Finance", &[&ann]).await;
    let there = site.rehearsal().await;
    let seen = there.directory.user(&there.client, ann.scim_id).await.expect("the database");
    assert!(seen.is_some(), "the directory sees what it pushed");
    drop(there);
    assert!(site.identity.users.find_by_login("ann").await.expect("the database").is_none());
    assert!(site.identity.groups.find_by_name("finance").await.expect("the database").is_none());
    assert_eq!(site.world.record().await.len(), before);
    let says = || SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
    let enter = || site.identity.authenticator.saml(site.corp.id, says(), over(Interface::Web));
    assert!(matches!(enter().await, Err(Denial::NotProvisioned)));
    site.world.local("ann2", SiteRole::Member).await;

    let report = site.identity.previews.report(site.corp.id).await.expect("a report");
    assert_eq!((report.people, report.groups, report.memberships, report.clashes.len()), (1, 1, 1, 0));
    let started = site.identity.previews.start(&site.world.admin(), site.corp.id, Clashing::Refuse).await;
    assert_eq!(started.map(|made| (made.people, made.groups, made.left_out)).expect("started"), (1, 1, 0));

    let client = site.client().await;
    assert_eq!(client.stage(), Stage::Live);
    assert!(site.identity.previews.rehearse(&client).await.expect("the database").is_none());
    let here = site.identity.directory.user(&client, ann.scim_id).await.expect("the database").expect("here");
    assert_ne!(here.id, ann.id, "ids of this site");
    let names: Vec<_> = site.identity.policy.current().groups_of(here.id).to_vec();
    assert_eq!(names.len(), 1, "and in the group");
    enter().await.expect("signed in");
    let refused = site.identity.previews.report(site.corp.id).await;
    assert!(matches!(refused, Err(Error::NotFound("preview"))));
}

#[tokio::test]
async fn names_that_clash_are_shown_as_long_as_they_do() {
    let site = Site::new().await;
    let root = site.world.local("root", SiteRole::Admin).await;
    site.world.identity.groups.create(&site.world.admin(), "Board".into()).await.expect("a group");
    let pushed = site.push("ROOT").await;
    site.push("ann").await;
    site.push_group("board", &[&pushed]).await;
    let report = site.identity.previews.report(site.corp.id).await.expect("a report");
    let clashes: Vec<_> = report.clashes.iter().map(|clash| (clash.kind, clash.name.as_str())).collect();
    assert_eq!(clashes, [(ClashKind::Person, "ROOT"), (ClashKind::Group, "board")]);
    assert_eq!((report.people, report.groups), (1, 0));
    let refused = site.identity.previews.start(&site.world.admin(), site.corp.id, Clashing::Refuse).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::NamesClash(2)))));
    assert!(site.identity.users.find_by_login("ann").await.expect("the database").is_none(), "all of it, or nothing");
    let started = site.identity.previews.start(&site.world.admin(), site.corp.id, Clashing::LeaveOut).await;
    assert_eq!(started.map(|made| (made.people, made.groups, made.left_out)).expect("started"), (1, 0, 2));
    assert_eq!(site.world.user(root.id).await, root, "nothing was taken over");
    let client = site.client().await;
    assert!(site.identity.directory.user(&client, pushed.scim_id).await.expect("the database").is_none());
}

#[tokio::test]
async fn it_outlives_a_restart_and_can_be_forgotten() {
    let site = Site::new().await;
    site.push("ann").await;
    let folder = site._folder.path().join("previews");
    let restarted = site.world.restarted().await.with_previews_in(folder);
    assert_eq!(restarted.previews.report(site.corp.id).await.expect("a report").people, 1);
    restarted.previews.forget(&site.world.admin(), site.corp.id).await.expect("forgotten");
    assert_eq!(restarted.previews.report(site.corp.id).await.expect("a report").people, 0);
}

#[tokio::test]
async fn it_begins_only_before_scim_has_made_anybody() {
    let world = World::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let identity = world.identity.clone().with_previews_in(folder.path().to_path_buf());
    let (corp, client) = world.directory("corp").await;
    world.provisioned(&client, "ann").await;
    let refused = identity.previews.begin(&world.admin(), corp.id).await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn what_sign_ins_made_is_shown_and_taken_over_under_the_directory_s_ids() {
    let world = World::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let identity = world.identity.clone().with_previews_in(folder.path().to_path_buf());
    let scim_off = |settings: &mut ConnectionSettings| settings.scim_enabled = false;
    let (corp, _) = world.directory_with("corp", scim_off).await;
    let says = SamlIdentity { name_id: "ann".into(), groups: vec!["Finance".into()], ..SamlIdentity::default() };
    let (web, _) = identity
        .authenticator
        .saml(corp.id, says, over(Interface::Web))
        .await
        .expect("let in")
        .into_signed_in()
        .expect("signed in");
    let on = |settings: &mut ConnectionSettings| settings.scim_enabled = true;
    identity.connections.update(&world.admin(), corp.id, on).await.expect("on");
    let token =
        identity.scim_tokens.create(&world.admin(), corp.id, "SCIM".into(), None).await.expect("a token").secret;
    identity.previews.begin(&world.admin(), corp.id).await.expect("begun");
    let client = identity.authenticator.scim_token(&token, ip()).await.expect("a client");
    let there = identity.previews.rehearse(&client).await.expect("the database").expect("in preview");
    let ann = there.directory.create_user(&there.client, person("ann")).await.expect("made, there");
    let new = DirectoryGroup { name: "Finance".into(), external_id: None, members: vec![ann.scim_id.to_string()] };
    let group = there.directory.create_group(&there.client, new).await.expect("made, there").group;
    drop(there);
    let report = identity.previews.report(corp.id).await.expect("a report");
    assert_eq!((report.people, report.people_taken_over, report.groups_taken_over), (0, 1, 1));
    identity.previews.start(&world.admin(), corp.id, Clashing::Refuse).await.expect("started");
    let here = identity.directory.user(&client, ann.scim_id).await.expect("the database").expect("here");
    assert_eq!(here.id, web.session.user(), "the same account");
    let finance = identity.directory.group(&client, group.scim_id).await.expect("the database").expect("here");
    assert_eq!(identity.policy.current().groups_of(here.id), [finance.id]);
}
