//! Filters, orders and pages of lists mean the same on both engines.

use keyfold_db::{
    Db, Durability, Error,
    list::{Filter, Operator, Order, Query, Value},
    users::{self, User, UserField},
};
use keyfold_model::{LoginName, ScimId, SiteRole, Timestamp, UserId};
use keyfold_testkit::postgres::TempPostgres;

use Operator::{Contains, EndsWith, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, StartsWith};

fn person(id: i64, login: &str, display_name: Option<&str>) -> User {
    let name = LoginName::parse(login).expect("a login name");
    User {
        id: UserId(id),
        scim_id: ScimId::generate(),
        connection: None,
        login: login.into(),
        login_folded: name.folded().into(),
        external_id: (id % 2 == 0).then(|| format!("Ext{id}")),
        name_id: None,
        display_name: display_name.map(Into::into),
        given_name: None,
        family_name: None,
        email: None,
        active_in_directory: id != 3,
        disabled_here: false,
        role: SiteRole::Member,
        partner: None,
        password_hash: None,
        access_epoch: 1,
        first_signed_in_at: None,
        last_signed_in_at: None,
        scim_resource: None,
        version: 1,
        created_at: Timestamp(id * 1_000),
        updated_at: Timestamp(id * 1_000),
        deprovisioned_at: None,
        deleted_at: None,
    }
}

async fn fill(db: &Db) {
    let people = [
        person(1, "Ann", Some("Ann 100%")),
        person(2, "bob_b", Some("BOB")),
        person(3, "carl'; DROP TABLE users; --", None),
        person(4, "Renée", Some("b")),
        person(5, "bobcat", Some("Anna")),
    ];
    let write = db.write(Durability::Process, move |tx| {
        Box::pin(async move {
            for user in &people {
                users::insert(tx, user).await?;
            }
            Ok::<_, Error>(())
        })
    });
    write.await.expect("rows");
}

async fn ids(db: &Db, query: Query<UserField>) -> (Vec<i64>, i64) {
    let page = users::list(&mut db.read().await.expect("a connection"), db.engine(), &query).await.expect("a page");
    (page.rows.iter().map(|user| user.id.0).collect(), page.total)
}

fn text(field: UserField, operator: Operator, value: &str) -> Filter<UserField> {
    Filter::Compare(field, operator, Value::Text(value.into()))
}

fn integer(field: UserField, operator: Operator, value: i64) -> Filter<UserField> {
    Filter::Compare(field, operator, Value::Integer(value))
}

fn not(filter: Filter<UserField>) -> Filter<UserField> {
    Filter::Not(Box::new(filter))
}

fn filters() -> Vec<(Filter<UserField>, Vec<i64>)> {
    use UserField::{ActiveInDirectory, CreatedAt, DisplayName, ExternalId, Login};
    vec![
        (Filter::All(vec![]), vec![1, 2, 3, 4, 5]),
        (Filter::Any(vec![]), vec![]),
        // Case does not count in names, and counts in outside ids.
        (text(Login, Equal, "ANN"), vec![1]),
        (text(Login, Equal, "rene\u{301}e"), vec![4]),
        (text(DisplayName, Equal, "bob"), vec![2]),
        (text(ExternalId, Equal, "Ext2"), vec![2]),
        (text(ExternalId, Equal, "ext2"), vec![]),
        (text(ExternalId, StartsWith, "ext"), vec![]),
        (text(ExternalId, StartsWith, "Ext"), vec![2, 4]),
        // What LIKE would take for a wildcard is a character like any other.
        (text(Login, Contains, "_"), vec![2]),
        (text(DisplayName, EndsWith, "%"), vec![1]),
        (text(DisplayName, Contains, "%"), vec![1]),
        (text(Login, StartsWith, "BOB"), vec![2, 5]),
        (text(Login, EndsWith, "b_b"), vec![2]),
        (text(Login, EndsWith, "longer than any of the names there are, by far"), vec![]),
        (text(DisplayName, StartsWith, "ann"), vec![1, 5]),
        (text(DisplayName, Contains, ""), vec![1, 2, 4, 5]),
        // Text is never SQL.
        (text(Login, Equal, "carl'; DROP TABLE users; --"), vec![3]),
        // A negation is exactly the others, those without a value too.
        (not(text(DisplayName, Equal, "bob")), vec![1, 3, 4, 5]),
        (not(text(DisplayName, Contains, "a")), vec![2, 3, 4]),
        (Filter::Present(DisplayName), vec![1, 2, 4, 5]),
        (Filter::absent(DisplayName), vec![3]),
        (integer(ActiveInDirectory, Equal, 0), vec![3]),
        (integer(CreatedAt, Greater, 3_000), vec![4, 5]),
        (integer(CreatedAt, GreaterOrEqual, 3_000), vec![3, 4, 5]),
        (integer(CreatedAt, Less, 2_000), vec![1]),
        (integer(CreatedAt, LessOrEqual, 2_000), vec![1, 2]),
        (text(CreatedAt, Equal, "1000"), vec![]),
        (integer(Login, Equal, 1), vec![]),
        (Filter::Any(vec![text(Login, Equal, "ann"), integer(CreatedAt, Equal, 5_000)]), vec![1, 5]),
        (text(Login, StartsWith, "bob").and(not(text(Login, EndsWith, "cat"))), vec![2]),
    ]
}

async fn check(db: &Db) {
    fill(db).await;
    for (filter, expected) in filters() {
        let (found, total) = ids(db, Query { filter: filter.clone(), ..Query::default() }).await;
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(total, i64::try_from(expected.len()).expect("few"), "{filter:?}");
    }
    // Bytes decide the order, and who has no value comes last; turned around, first.
    let by_name = |order| Query { sort: Some((UserField::DisplayName, order)), ..Query::default() };
    assert_eq!(ids(db, by_name(Order::Ascending)).await.0, [1, 5, 4, 2, 3]);
    assert_eq!(ids(db, by_name(Order::Descending)).await.0, [3, 2, 4, 5, 1]);
    let page = Query { offset: 1, limit: 2, ..Query::default() };
    assert_eq!(ids(db, page).await, (vec![2, 3], 5));
    let total_alone = Query { limit: 0, ..Query::default() };
    assert_eq!(ids(db, total_alone).await, (vec![], 5));
}

#[tokio::test]
async fn on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    check(&Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database")).await;
}

#[tokio::test]
async fn on_postgres() {
    let postgres = TempPostgres::start().expect("a cluster");
    check(&Db::open(&postgres.url()).await.expect("a database")).await;
}
