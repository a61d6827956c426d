//! What a directory may do to people, and what it never reaches (S14, S15, S17).

use keyfold_identity::{
    Conflict, Deprovision, DirectoryClient, Error, NewApiKey, PermissionSet, User,
    resources::{Condition, Operand, Query},
};
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, as_before, over, person};

async fn is_login_clash(world: &World, client: &DirectoryClient, login: &str) -> bool {
    let made = world.identity.directory.create_user(client, person(login)).await;
    matches!(made, Err(Error::Conflict(Conflict::Login(_))))
}

#[tokio::test]
async fn a_name_is_unique_whoever_made_the_account() {
    let world = World::new().await;
    world.local("Root", SiteRole::Admin).await;
    let (_, corp) = world.directory("corp").await;
    let (_, other) = world.directory("other").await;
    world.provisioned(&corp, "Ann@Corp.example").await;
    assert!(is_login_clash(&world, &corp, "ann@corp.EXAMPLE").await, "a second POST");
    assert!(is_login_clash(&world, &other, "ann@corp.example").await, "another directory's");
    assert!(is_login_clash(&world, &corp, "root").await, "one made here");
}

#[tokio::test]
async fn a_rename_onto_a_taken_name_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    world.provisioned(&corp, "bob").await;
    let rename = |now: &User| Ok::<_, Error>(as_before(now, |said| said.login = crate::world::name("BOB")));
    let renamed = world.identity.directory.update_user(&corp, ann.scim_id, rename).await;
    assert!(matches!(renamed, Err(Error::Conflict(_))));
    assert_eq!(world.user(ann.id).await, ann);
}

#[tokio::test]
async fn an_outside_id_never_finds_anybody() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    for external_id in ["1", "admin", "root", &root.id.to_string(), &root.scim_id.to_string(), &ann.scim_id.to_string()]
    {
        let mut new = person(&format!("new-{external_id}"));
        new.external_id = Some(external_id.to_owned());
        new.email = Some("root@corp.example".into());
        let made = world.identity.directory.create_user(&corp, new).await.expect("a new user");
        assert!(made.id != root.id && made.id != ann.id && made.role == SiteRole::Member);
    }
    assert_eq!(world.user(root.id).await, root);
    assert_eq!(world.user(ann.id).await, ann);
}

#[tokio::test]
async fn a_directory_sees_and_touches_only_its_own() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let (_, corp) = world.directory("corp").await;
    let (_, other) = world.directory("other").await;
    let ann = world.provisioned(&corp, "ann").await;
    let directory = &world.identity.directory;
    for id in [ann.scim_id, root.scim_id] {
        assert!(directory.user(&other, id).await.expect("the database").is_none());
        let change = |now: &User| Ok::<_, Error>(as_before(now, |said| said.active = false));
        assert!(matches!(directory.update_user(&other, id, change).await, Err(Error::NotFound(_))));
        assert!(matches!(directory.delete_user(&other, id, |_| Ok::<_, Error>(())).await, Err(Error::NotFound(_))));
    }
    assert_eq!(directory.users(&other, &Query::default()).await.expect("a page").total, 0);
    let page = directory.users(&corp, &Query::default()).await.expect("a page");
    assert_eq!(page.rows, [ann]);
    // A filter is an addition to the walls, not a way around them.
    let everyone = Condition::Any(vec![Condition::ALWAYS, Condition::Present(Operand::Name)]);
    let page = directory.users(&other, &Query { condition: everyone, ..Query::default() }).await.expect("a page");
    assert_eq!(page.total, 0);
}

#[tokio::test]
async fn a_put_that_changes_nothing_is_neither_a_version_nor_on_record() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let before = world.record().await.len();
    let same = |now: &User| Ok::<_, Error>(as_before(now, |_| {}));
    let after = world.identity.directory.update_user(&corp, ann.scim_id, same).await.expect("no change");
    assert_eq!(after, ann);
    assert_eq!(world.record().await.len(), before);
}

#[tokio::test]
async fn an_error_of_the_caller_undoes_all() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let refuse = |_: &User| Err(Error::NotFound("precondition"));
    let done = world.identity.directory.update_user(&corp, ann.scim_id, refuse).await;
    assert!(matches!(done, Err(Error::NotFound("precondition"))));
}

/// Someone with a key and a group, deleted by their directory.
async fn deleted(
    world: &World,
    client: &DirectoryClient,
    external_id: Option<&str>,
) -> (User, keyfold_model::Secret<String>) {
    let mut new = person("ann");
    new.external_id = external_id.map(str::to_owned);
    let ann = world.identity.directory.create_user(client, new).await.expect("a user");
    world.directory_group(client, "Finance", &[&ann]).await;
    let key = NewApiKey {
        name: "laptop".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let key = world.identity.api_keys.create(&world.admin().custody_of(ann.id), key).await.expect("a key");
    world.identity.directory.delete_user(client, ann.scim_id, |_| Ok::<_, Error>(())).await.expect("deleted");
    (ann, key.secret)
}

#[tokio::test]
async fn after_delete_the_id_is_unknown_and_the_row_is_kept_disabled() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let (ann, _) = deleted(&world, &corp, None).await;
    let directory = &world.identity.directory;
    assert!(directory.user(&corp, ann.scim_id).await.expect("the database").is_none());
    assert!(matches!(directory.delete_user(&corp, ann.scim_id, |_| Ok::<_, Error>(())).await, Err(Error::NotFound(_))));
    assert_eq!(directory.users(&corp, &Query::default()).await.expect("a page").total, 0);
    assert!(!world.user(ann.id).await.is_alive());
}

#[tokio::test]
async fn a_revival_brings_back_the_id_and_nothing_else() {
    for (was, is) in [(Some("x1"), Some("x1")), (Some("x1"), None), (None, Some("x1")), (None, None)] {
        let world = World::new().await;
        let (_, corp) = world.directory("corp").await;
        let (ann, key) = deleted(&world, &corp, was).await;
        let mut again = person("ANN");
        again.external_id = is.map(str::to_owned);
        let revived = world.identity.directory.create_user(&corp, again).await.expect("revived");
        assert_eq!((revived.id, revived.scim_id), (ann.id, ann.scim_id), "{was:?} → {is:?}");
        assert!(revived.is_alive());
        assert!(world.identity.memberships.of_user(ann.id).await.expect("the database").is_empty());
        assert!(world.identity.authenticator.api_key(None, &key, over(Interface::Sftp)).await.is_err());
        assert!(world.identity.policy.current().groups_of(ann.id).is_empty());
    }
}

#[tokio::test]
async fn another_external_id_is_another_person() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let (ann, _) = deleted(&world, &corp, Some("x1")).await;
    let mut other = person("ann");
    other.external_id = Some("x2".into());
    let made = world.identity.directory.create_user(&corp, other).await.expect("a new user");
    assert!(made.id != ann.id && made.scim_id != ann.scim_id);
}

#[tokio::test]
async fn nobody_else_revives_a_deleted_person() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let (_, other) = world.directory("other").await;
    deleted(&world, &corp, None).await;
    assert!(is_login_clash(&world, &other, "ann").await);
}

#[tokio::test]
async fn with_the_other_rule_a_delete_leaves_a_tombstone_and_a_free_name() {
    let world = World::new().await;
    let delete = |settings: &mut keyfold_identity::ConnectionSettings| {
        settings.rules.deprovision_behavior = Deprovision::Delete;
    };
    let (_, corp) = world.directory_with("corp", delete).await;
    let (ann, _) = deleted(&world, &corp, None).await;
    assert!(world.identity.users.find(ann.id).await.expect("the database").is_none());
    let made = world.provisioned(&corp, "ann").await;
    assert_ne!(made.id, ann.id);
}

#[tokio::test]
async fn the_directory_has_no_word_on_local_roles_and_passwords() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let mut loud = person("ann");
    loud.resource = format!(r#"{{"roles":[{{"value":"admin"}}],"password":"{PASSWORD}"}}"#);
    let said = loud.clone();
    world.identity.directory.update_user(&corp, ann.scim_id, move |_| Ok::<_, Error>(said)).await.expect("changed");
    let after = world.user(ann.id).await;
    assert_eq!((after.role, after.password_hash), (SiteRole::Member, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_come_together_lose_nothing() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let directory = &world.identity.directory;
    let add_letter = |now: &User| {
        Ok::<_, Error>(as_before(now, |said| {
            said.display_name = Some(format!("{}x", now.display_name.clone().unwrap_or_default()));
        }))
    };
    let all = (0..50).map(|_| directory.update_user(&corp, ann.scim_id, add_letter));
    for done in futures::future::join_all(all).await {
        done.expect("changed");
    }
    let after = world.user(ann.id).await;
    assert_eq!(after.display_name.map(|name| name.len()), Some(50));
    assert_eq!(after.version, ann.version + 50);
}
