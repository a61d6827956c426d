//! Why an account did not appear.

use std::{net::IpAddr, time::Duration};

use keyfold_audit::{
    Durability,
    scim_log::{self, Entry},
};
use keyfold_identity::{
    Admission, ConnectionSettings, Denial, Error, FindingKind, GroupPatterns, SamlIdentity, User, UserEdit,
};
use keyfold_model::{Clock, ConnectionId, Interface, SiteRole};

use crate::world::{World, as_before, over};

async fn kinds(world: &World, name: &str) -> Vec<FindingKind> {
    world.identity.missing.explain(name).await.expect("the database").into_iter().map(|found| found.kind).collect()
}

/// A row of the SCIM log.
async fn row(world: &World, connection: Option<ConnectionId>, status: u16, users: &[&str], groups: &[&str]) -> i64 {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let entry = Entry {
        at: world.clock.now(),
        connection,
        token: None,
        method: "POST".into(),
        path: "/Users".into(),
        query: String::new(),
        user_agent: "a directory".into(),
        remote_ip: IpAddr::from([203, 0, 113, 9]),
        request: None,
        status,
        response: Some(serde_json::json!({ "detail": "because of that" })),
        duration: Duration::from_millis(3),
        effects: Vec::new(),
        users: owned(users),
        groups: owned(groups),
    };
    scim_log::record(&world.db, &entry, Durability::Disk).await.expect("written")
}

#[tokio::test]
async fn an_account_that_is_here_is_told_with_what_keeps_it_out() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    assert_eq!(kinds(&world, " ANN ").await, [FindingKind::Here]);
    let required = |settings: &mut ConnectionSettings| {
        settings.rules.provision_group_required = GroupPatterns(vec!["staff".into()]);
    };
    world.identity.connections.update(&world.admin(), corp.id, required).await.expect("changed");
    let found = world.identity.missing.explain("ann").await.expect("the database");
    assert_eq!((found[0].kind, found[0].user), (FindingKind::RequiredGroupMissing, Some(ann.id)));
    assert!(found[0].says.contains("staff"), "{}", found[0].says);
    let off = |now: &User| Ok::<_, Error>(as_before(now, |said| said.active = false));
    world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("off");
    assert_eq!(kinds(&world, "ann").await, [FindingKind::DisabledInDirectory]);
    let here = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), ann.id, here).await.expect("off");
    assert_eq!(kinds(&world, "ann").await, [FindingKind::DisabledHere]);
    let admit = |_: &User| Ok::<_, Error>(());
    world.identity.directory.delete_user(&client, ann.scim_id, admit).await.expect("deleted");
    assert_eq!(kinds(&world, "ann").await, [FindingKind::DeletedByDirectory]);
}

#[tokio::test]
async fn a_refused_request_is_found_with_its_row() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    world.local("eve", SiteRole::Member).await;
    let clash = row(&world, Some(corp.id), 409, &["eve"], &[]).await;
    let found = world.identity.missing.explain("eve").await.expect("the database");
    let taken = found.iter().find(|found| found.kind == FindingKind::NameTaken).expect("told");
    assert_eq!((&taken.scim_logs[..], taken.connection), (&[clash][..], Some(corp.id)));
    row(&world, Some(corp.id), 403, &[], &["Secret"]).await;
    assert_eq!(kinds(&world, "secret").await, [FindingKind::LeftOutByRule]);
    row(&world, Some(corp.id), 400, &["bob"], &[]).await;
    let found = world.identity.missing.explain("bob").await.expect("the database");
    assert_eq!(found[0].kind, FindingKind::RequestRefused);
    assert!(found[0].says.contains("because of that"), "{}", found[0].says);
    assert!(!kinds(&world, "bo").await.contains(&FindingKind::RequestRefused), "the whole name, not a part of it");
}

#[tokio::test]
async fn where_nothing_came_the_last_request_of_each_connection_is_told() {
    let world = World::new().await;
    assert_eq!(kinds(&world, "ann").await, [FindingKind::NeverSent], "no directory at all");
    let (corp, _) = world.directory("corp").await;
    world.directory("silent").await;
    let last = row(&world, Some(corp.id), 200, &["bob"], &[]).await;
    let refused = row(&world, None, 401, &[], &[]).await;
    let found = world.identity.missing.explain("ann").await.expect("the database");
    let told: Vec<_> = found.iter().map(|found| (found.kind, found.scim_logs.clone())).collect();
    assert_eq!(
        told,
        [
            (FindingKind::NeverSent, vec![last]),
            (FindingKind::NeverSent, vec![]),
            (FindingKind::TokenRefused, vec![refused]),
        ]
    );
    assert!(found[1].says.contains("silent has never sent"), "{}", found[1].says);
}

#[tokio::test]
async fn an_address_is_told_by_what_came_from_it() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    assert_eq!(kinds(&world, "203.0.113.9").await, [FindingKind::NeverSent]);
    row(&world, None, 401, &[], &[]).await;
    row(&world, Some(corp.id), 200, &["bob"], &[]).await;
    assert_eq!(kinds(&world, "203.0.113.9").await, [FindingKind::TokenRefused, FindingKind::AddressKnown]);
    assert_eq!(kinds(&world, "203.0.113.90").await, [FindingKind::NeverSent]);
}

#[tokio::test]
async fn a_refused_sign_in_is_told_with_its_reason() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let says = SamlIdentity { name_id: "Ann".into(), ..SamlIdentity::default() };
    let refused = world.identity.authenticator.saml(corp.id, says, over(Interface::Web)).await;
    assert!(matches!(refused, Err(Denial::NotProvisioned)));
    let found = world.identity.missing.explain("ann").await.expect("the database");
    let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [FindingKind::SignInRefused, FindingKind::NeverSent]);
    assert!(found[0].says.contains("not_provisioned"), "{}", found[0].says);
}
