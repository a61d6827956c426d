//! The attribute values by which filters find people follow their accounts.

use keyfold_identity::{
    AttributeValue, AttributeValues, DirectoryClient, Error, Origin, SamlIdentity, User,
    list::{Operator, Value},
    resources::{Condition, List, Operand, Query},
};
use keyfold_model::Interface;

use crate::world::{World, as_before, over, person};

fn value(path: &str, value: &str) -> AttributeValue {
    AttributeValue { path: path.into(), element: 0, value: value.into() }
}

/// The login names of those who have this value there.
async fn found(world: &World, client: &DirectoryClient, path: &str, value: &str) -> Vec<String> {
    let equal = Condition::Compare(Operand::Value(path.into()), Operator::Equal, Value::Text(value.into()));
    let condition = Condition::AnyOf(List::Values(vec![path.into()]), Box::new(equal));
    let query = Query { condition, ..Query::default() };
    let page = world.identity.directory.users(client, &query).await.expect("a page");
    page.rows.into_iter().map(|user| user.login).collect()
}

#[tokio::test]
async fn values_come_change_and_go_with_the_account() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let directory = &world.identity.directory;
    let said = |login: &str, title: &str| {
        let mut said = person(login);
        said.values = AttributeValues::Set(vec![value("title", title)]);
        said
    };
    let ann = directory.create_user(&corp, said("ann", "lead")).await.expect("made");
    directory.create_user(&corp, said("bob", "lead")).await.expect("made");
    assert_eq!(found(&world, &corp, "title", "lead").await, ["ann", "bob"]);
    let kept = |now: &User| Ok::<_, Error>(as_before(now, |said| said.display_name = Some("Ann".into())));
    directory.update_user(&corp, ann.scim_id, kept).await.expect("changed");
    assert_eq!(found(&world, &corp, "title", "lead").await, ["ann", "bob"]);
    let promoted = |now: &User| {
        Ok::<_, Error>(as_before(now, |said| said.values = AttributeValues::Set(vec![value("title", "chief")])))
    };
    directory.update_user(&corp, ann.scim_id, promoted).await.expect("changed");
    assert_eq!(found(&world, &corp, "title", "lead").await, ["bob"]);
    assert_eq!(found(&world, &corp, "title", "chief").await, ["ann"]);
    directory.delete_user(&corp, ann.scim_id, |_| Ok::<_, Error>(())).await.expect("deleted");
    assert!(found(&world, &corp, "title", "chief").await.is_empty());
    directory.create_user(&corp, said("ann", "back")).await.expect("revived");
    assert_eq!(found(&world, &corp, "title", "back").await, ["ann"]);
}

#[tokio::test]
async fn whom_a_sign_in_made_is_found_by_what_is_known() {
    let world = World::new().await;
    let (connection, corp) = world.directory_with("corp", |settings| settings.scim_enabled = false).await;
    let identity = SamlIdentity {
        name_id: "ann".into(),
        email: Some("Ann@corp.example".into()),
        display_name: Some("Ann Lee".into()),
        ..SamlIdentity::default()
    };
    let origin: Origin = over(Interface::Web);
    world.identity.authenticator.saml(connection.id, identity, origin).await.expect("signed in");
    assert_eq!(found(&world, &corp, "emails.value", "ann@corp.example").await, ["ann"]);
    assert_eq!(found(&world, &corp, "displayName", "ann lee").await, ["ann"]);
}

#[tokio::test]
async fn people_of_earlier_versions_get_theirs_once() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    world.provisioned(&corp, "ann").await;
    let directory = &world.identity.directory;
    directory.keep_missing_values(|user| vec![value("title", &user.login)]).await.expect("kept");
    directory.keep_missing_values(|_| vec![value("title", "again")]).await.expect("nothing to do");
    assert_eq!(found(&world, &corp, "title", "ann").await, ["ann"]);
    assert!(found(&world, &corp, "title", "again").await.is_empty());
}
