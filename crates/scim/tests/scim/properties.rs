//! What holds for every input.

use keyfold_scim::filter::{Literal, Operator};
use keyfold_scim::mask::mask;
use keyfold_scim::{AttrPath, Filter, GroupBody, PatchOp, ResourceType, User, UserBody};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const NAMES: [&str; 22] = [
    "userName",
    "USERNAME",
    "externalId",
    "id",
    "active",
    "name",
    "givenName",
    "familyName",
    "name.givenName",
    "title",
    "emails",
    "emails[type eq \"work\"].value",
    "emails.value",
    "value",
    "type",
    "primary",
    "roles",
    "members",
    "displayName",
    "groups",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(&NAMES[..]).prop_map(str::to_owned), 1 => "[a-zA-Z.\\[\\] ]{0,8}"]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        select(&["", "work", "True", "false", "ann", "Ann", "a@b"][..]).prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), object_of(inner)])
}

fn object_of(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec((name(), values), 0..6).prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

fn user() -> impl Strategy<Value = User> {
    object_of(json_value()).prop_filter_map("not a user", |mut body| {
        body["userName"] = "ann".into();
        UserBody::parse(&body).ok().map(UserBody::create)
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let verb = select(&["add", "Replace", "remove"][..]);
    (verb, proptest::option::of(name()), json_value())
        .prop_map(|(op, path, value)| json!({"op": op, "path": path, "value": value}))
}

fn patch() -> impl Strategy<Value = Value> {
    vec(operation(), 1..5).prop_map(|operations| json!({"Operations": operations}))
}

fn attr_path() -> impl Strategy<Value = AttrPath> {
    let known = [
        "userName",
        "externalId",
        "active",
        "name.familyName",
        "emails.value",
        "emails",
        "title",
        "meta.created",
        "shoeSize",
    ];
    prop_oneof![
        select(known.to_vec()).prop_map(str::to_owned),
        "[a-z][a-zA-Z0-9_-]{0,6}(\\.[a-z][a-z]{0,4})?",
        "urn:[a-z]{1,5}:[0-9]\\.0:[A-Z][a-z]{0,5}:[a-z]{1,6}",
    ]
    .prop_map(|path| path.parse().unwrap())
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(|number| Literal::Number(number.into())),
        "\\PC{0,8}".prop_map(Literal::Text),
        select(&["ann", "a@b", "\"", "\\", "2026-01-31T08:00:00Z"][..]).prop_map(|text| Literal::Text(text.to_owned())),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let comparison = (attr_path(), select(&Operator::ALL[..]), literal())
        .prop_map(|(path, operator, literal)| Filter::Compare(path, operator, literal));
    let leaf = prop_oneof![attr_path().prop_map(Filter::Present), comparison];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let value_path = inner.clone().prop_map(|inner| Filter::ValuePath("emails".parse().unwrap(), Box::new(inner)));
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Filter::And),
            vec(inner.clone(), 2..4).prop_map(Filter::Or),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
            value_path,
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_reads_back_from_its_text(filter in filter()) {
        let text = filter.to_string();
        prop_assert_eq!(text.parse::<Filter>().unwrap(), filter);
    }

    #[test]
    fn another_reader_of_the_grammar_agrees(filter in filter()) {
        // That one has no value paths inside value paths; the RFC has none either.
        let text = filter.to_string();
        prop_assume!(!nests_value_paths(&filter));
        let theirs: scim_v2::filter::Filter = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        prop_assert_eq!(flat(theirs.to_string().parse().unwrap()), flat(filter));
    }

    #[test]
    fn text_that_is_no_filter_is_refused_without_a_panic(text in "[a-z\"\\\\()\\[\\]. ]{0,40}|\\PC{0,40}") {
        let _ = text.parse::<Filter>();
        let _ = text.parse::<keyfold_scim::path::Path>();
    }

    #[test]
    fn laws_of_logic_hold(one in filter(), other in filter(), user in user()) {
        let resource = Value::from(user);
        let holds = |filter: &Filter| filter.matches(ResourceType::User, &resource);
        let both = Filter::And(vec![one.clone(), other.clone()]);
        let neither = Filter::Not(Box::new(Filter::Or(vec![one.clone(), other.clone()])));
        prop_assert_eq!(holds(&both), holds(&one) && holds(&other));
        prop_assert_eq!(holds(&neither), !holds(&one) && !holds(&other));
    }

    #[test]
    fn any_body_is_taken_or_refused_without_a_panic(body in json_value()) {
        let _ = UserBody::parse(&body);
        let _ = GroupBody::parse(&body);
        let _ = PatchOp::parse(&body);
        let _ = keyfold_scim::bulk::BulkRequest::parse(&body);
        let _ = keyfold_scim::list::Query::from_search_request(&ResourceType::ALL, &body);
    }

    #[test]
    fn users_are_canonical_and_survive_storage(user in user()) {
        let stored = serde_json::to_string(&user).unwrap();
        prop_assert_eq!(serde_json::from_str::<User>(&stored).unwrap(), user);
    }

    #[test]
    fn a_patched_user_is_canonical_too(user in user(), patch in patch()) {
        let patched = PatchOp::parse(&patch).and_then(|patch| patch.apply_to_user("u1", &user));
        let Ok(patched) = patched else { return Ok(()) };
        let stored = serde_json::to_string(&patched.user).unwrap();
        prop_assert_eq!(&serde_json::from_str::<User>(&stored).unwrap(), &patched.user);
        prop_assert_eq!(patched.changes.is_empty(), patched.user == user);
    }

    #[test]
    fn group_patches_never_panic(patch in patch()) {
        let _ = PatchOp::parse(&patch).and_then(|patch| patch.to_group_patch("g1"));
    }

    #[test]
    fn putting_twice_is_putting_once(user in user(), body in object_of(json_value())) {
        let mut body = body;
        body["userName"] = "ann".into();
        let Ok(body) = UserBody::parse(&body) else { return Ok(()) };
        let once = body.clone().replace(&user);
        prop_assert_eq!(body.replace(&once), once);
    }

    #[test]
    fn putting_back_what_was_read_changes_nothing(user in user()) {
        let body = UserBody::parse(&Value::from(user.clone())).unwrap();
        prop_assert_eq!(body.replace(&user), user);
    }

    #[test]
    fn masking_leaves_no_password(mut body in object_of(json_value())) {
        body["nested"] = json!([{"Password": "hunter2", "op": {"path": "password", "value": ["hunter2"]}}]);
        let masked = mask(&body);
        prop_assert!(!masked.to_string().contains("hunter2"));
        prop_assert_eq!(mask(&masked), masked);
    }
}

/// The filter without brackets that change nothing, which that reader doesn't keep.
fn flat(filter: Filter) -> Filter {
    let and_terms = |term| {
        let term = flat(term);
        if let Filter::And(terms) = term { terms } else { vec![term] }
    };
    let or_terms = |term| {
        let term = flat(term);
        if let Filter::Or(terms) = term { terms } else { vec![term] }
    };
    match filter {
        Filter::And(terms) => Filter::And(terms.into_iter().flat_map(and_terms).collect()),
        Filter::Or(terms) => Filter::Or(terms.into_iter().flat_map(or_terms).collect()),
        Filter::Not(inner) => Filter::Not(Box::new(flat(*inner))),
        Filter::ValuePath(path, inner) => Filter::ValuePath(path, Box::new(flat(*inner))),
        Filter::Present(_) | Filter::Compare(..) => filter,
    }
}

fn nests_value_paths(filter: &Filter) -> bool {
    fn deepest(filter: &Filter) -> usize {
        match filter {
            Filter::And(terms) | Filter::Or(terms) => terms.iter().map(deepest).max().unwrap_or(0),
            Filter::Not(inner) => deepest(inner),
            Filter::ValuePath(_, inner) => 1 + deepest(inner),
            Filter::Present(_) | Filter::Compare(..) => 0,
        }
    }
    deepest(filter) > 1
}
