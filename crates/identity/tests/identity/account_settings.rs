//! What accounts get from the defaults of their connection, and what that keeps them from.

use keyfold_identity::{AccountSettings, ConnectionSettings, Denial, Error, SamlIdentity, User};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::world::{PASSWORD, World, over};

fn defaults(settings: &mut ConnectionSettings) {
    let rules = &mut settings.rules;
    rules.provision_sftp_permission = false;
    rules.provision_company = Some("Corp".into());
    rules.provision_time_zone = Some("Europe/Berlin".into());
    rules.provision_user_root = Some("homes".into());
}

fn expected() -> AccountSettings {
    AccountSettings {
        sftp: false,
        company: Some("Corp".into()),
        time_zone: Some("Europe/Berlin".into()),
        user_root: Some("homes".into()),
        ..AccountSettings::default()
    }
}

async fn settings(world: &World, user: &User) -> AccountSettings {
    world.identity.users.settings(user.id).await.expect("the database")
}

#[tokio::test]
async fn new_people_get_the_defaults_by_scim_and_at_a_first_sign_in() {
    let world = World::new().await;
    let (_, client) = world.directory_with("corp", defaults).await;
    let ann = world.provisioned(&client, "ann").await;
    assert_eq!(settings(&world, &ann).await, expected());
    let (jit, _) = world
        .directory_with("jit", |settings| {
            defaults(settings);
            settings.scim_enabled = false;
        })
        .await;
    let says = SamlIdentity { name_id: "bob".into(), ..SamlIdentity::default() };
    let (web, _) = world
        .identity
        .authenticator
        .saml(jit.id, says, over(Interface::Web))
        .await
        .expect("let in")
        .into_signed_in()
        .expect("signed in");
    assert!(web.session.facts().top.is_root(), "the root is for SFTP, FTP and WebDAV");
    let bob = world.user(web.session.user()).await;
    assert_eq!(settings(&world, &bob).await, expected());
    let root = world.local("root", SiteRole::Admin).await;
    assert_eq!(
        settings(&world, &root).await,
        AccountSettings::default(),
        "people outside the directory have none of it"
    );
}

#[tokio::test]
async fn a_protocol_that_is_off_lets_nobody_in_and_cuts_whom_it_had() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let enter = |interface| world.identity.authenticator.password("ann", Secret::from(PASSWORD), over(interface));
    let session = enter(Interface::Sftp).await.expect("signed in");
    let off = |settings: &mut AccountSettings| settings.sftp = false;
    world.identity.users.set_settings(&world.admin(), ann.id, off).await.expect("set");
    assert!(!session.is_alive());
    assert!(matches!(enter(Interface::Sftp).await, Err(Denial::NotOver(Interface::Sftp))));
    assert_eq!(world.last_failure().await.as_deref(), Some("no_sftp_permission"));
    enter(Interface::Dav).await.expect("another protocol");
}

#[tokio::test]
async fn a_root_of_their_own_is_the_top_on_protocols_and_must_be_a_path() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let root = |path: &'static str| move |settings: &mut AccountSettings| settings.user_root = Some(path.into());
    world.identity.users.set_settings(&world.admin(), ann.id, root("homes/ann")).await.expect("set");
    let enter = |interface| world.identity.authenticator.password("ann", Secret::from(PASSWORD), over(interface));
    assert_eq!(enter(Interface::Sftp).await.expect("signed in").facts().top.as_str(), "homes/ann");
    let bad = world.identity.users.set_settings(&world.admin(), ann.id, root("../x")).await;
    assert!(matches!(bad, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_revived_person_gets_the_defaults_and_none_of_the_old_settings() {
    let world = World::new().await;
    let (_, client) = world.directory_with("corp", defaults).await;
    let ann = world.provisioned(&client, "ann").await;
    let own = |settings: &mut AccountSettings| settings.user_root = Some("finance".into());
    world.identity.users.set_settings(&world.admin(), ann.id, own).await.expect("set");
    let admit = |_: &User| Ok::<_, Error>(());
    world.identity.directory.delete_user(&client, ann.scim_id, admit).await.expect("deleted");
    let again = world.provisioned(&client, "ann").await;
    assert_eq!((again.id, settings(&world, &again).await), (ann.id, expected()));
}
