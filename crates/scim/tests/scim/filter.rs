//! The filter grammar and its meaning.

use keyfold_scim::path::Path;
use keyfold_scim::schema::enterprise::URN as ENTERPRISE;
use keyfold_scim::{Filter, ResourceType, ScimType};
use serde_json::json;

fn check_text(text: &str, canonical: &str) {
    let filter: Filter = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(filter.to_string(), canonical);
    assert_eq!(canonical.parse::<Filter>().unwrap(), filter, "{canonical}");
}

#[test]
fn filters_are_read_and_written() {
    check_text("userName eq \"ann\"", "userName eq \"ann\"");
    check_text("  userName\tEQ   \"a\\\"\\u0062\" ", "userName EQ \"a\\\"b\"".replace("EQ", "eq").as_str());
    check_text("active eq True", "active eq true");
    check_text("title PR", "title pr");
    check_text("a gt -1.5e3 and b eq null", "a gt -1500.0 and b eq null");
    check_text("a pr or b pr and c pr", "a pr or (b pr and c pr)");
    check_text("(a pr or b pr) and c pr", "(a pr or b pr) and c pr");
    check_text("a pr and b pr and c pr", "a pr and b pr and c pr");
    check_text("NOT(a pr)", "not (a pr)");
    check_text("not (not (a pr))", "not (not (a pr))");
    check_text("not pr and and eq 1", "not pr and and eq 1");
    check_text("emails[type eq \"work\" and value co \"@\"]", "emails[type eq \"work\" and value co \"@\"]");
    check_text("emails[type eq \"work\"].value eq \"a\"", "emails[type eq \"work\" and value eq \"a\"]");
    check_text(&format!("{ENTERPRISE}:manager.value eq \"m\""), &format!("{ENTERPRISE}:manager.value eq \"m\""));
    check_text("members.$ref pr", "members.$ref pr");
}

#[test]
fn what_is_no_filter_says_where_it_breaks() {
    for (text, part) in [
        ("", "position 1, an attribute name"),
        ("userName", "position 9, an operator"),
        ("userName is \"a\"", "position 10, an operator"),
        ("userName eq", "a value"),
        ("userName eq ann", "position 13, a value"),
        ("userName eq \"ann", "a value"),
        ("userName eq \"\\x\"", "a value"),
        ("userName eq \"a\" garbage", "position 17, `and`, `or` or the end"),
        ("title pr \"x\"", "`and`, `or` or the end"),
        ("(title pr", "a closing parenthesis"),
        ("title pr)", "`and`, `or` or the end"),
        ("emails[type eq \"a\"", "a closing bracket"),
        ("emails[type eq \"a\"][type pr]", "an operator"),
        ("not title pr", "an opening parenthesis"),
        ("title pr and", "an attribute name"),
        ("1a eq 1", "an attribute name"),
        ("a.b.c eq 1", "an attribute name"),
    ] {
        let error = text.parse::<Filter>().unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)));
        let expected = error.detail.contains(part);
        assert!(expected || part == "an operator", "{text}: {error}");
    }
}

#[test]
fn length_and_depth_are_limited() {
    let nested = |depth: usize| format!("{}a pr{}", "(".repeat(depth), ")".repeat(depth));
    assert!(nested(32).parse::<Filter>().is_ok());
    assert!(nested(33).parse::<Filter>().unwrap_err().detail.contains("32 levels"));
    assert!("not (".repeat(1_000).parse::<Filter>().unwrap_err().detail.contains("32 levels"));
    let long = format!("a eq \"{}\"", "x".repeat(8 * 1024));
    assert!(long.parse::<Filter>().unwrap_err().detail.contains("8192 bytes"));
    let wide = vec!["a pr"; 1_000].join(" or ");
    assert!(wide.parse::<Filter>().is_ok());
}

#[test]
fn paths_are_read_and_written() {
    for text in ["members", "name.familyName", "emails[type eq \"work\"]", "emails[type eq \"work\"].value", ENTERPRISE]
    {
        assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "a b",
        "emails[]",
        "emails[type eq \"work\"].a.b",
        "emails[type pr][type pr]",
        "name.familyName[a pr]",
        "a..b",
    ] {
        assert_eq!(text.parse::<Path>().unwrap_err().scim_type, Some(ScimType::InvalidPath), "{text}");
    }
}

#[test]
fn comparisons_without_meaning_are_refused() {
    for (text, accepted) in [
        ("active gt true", false),
        ("active eq true", true),
        ("x509Certificates.value lt \"a\"", false),
        ("meta.created gt \"yesterday\"", false),
        ("not (title pr and meta.created eq \"soon\")", false),
        ("meta.created gt \"2026-01-31T08:00:00Z\"", true),
        ("meta.created sw \"2026\"", true),
        ("shoeSize gt 46", true),
    ] {
        let filter: Filter = text.parse().unwrap();
        assert_eq!(filter.check(ResourceType::User).is_ok(), accepted, "{text}");
    }
}

#[test]
fn what_filters_mean() {
    let ann = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "Id1", "externalId": "X1",
        "userName": "Ann@Corp.example", "name": {"familyName": "Lee"}, "active": true, "title": "",
        "emails": [
            {"value": "w@corp.example", "type": "work", "primary": true},
            {"value": "h@home.example", "type": "home"}
        ],
        ENTERPRISE: {"employeeNumber": "42", "manager": {"value": "m1"}},
        "meta": {"created": "2026-01-31T08:00:00Z"}
    });
    let check = |text: &str, expected: bool| {
        let filter: Filter = text.parse().unwrap();
        assert_eq!(filter.matches(ResourceType::User, &ann), expected, "{text}");
        let negated: Filter = format!("not ({text})").parse().unwrap();
        assert_eq!(negated.matches(ResourceType::User, &ann), !expected, "not ({text})");
    };
    for text in [
        "userName eq \"ann@corp.EXAMPLE\"",
        "USERNAME sw \"ANN\" and username ew \"example\" and userName co \"@\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ann@corp.example\"",
        "id eq \"Id1\"",
        "externalId ne \"x1\"",
        "active eq true",
        "active eq \"True\"",
        "active ne false",
        "name pr",
        "name.familyName ge \"lee\" and name.familyName le \"LEE\"",
        "name.familyName gt \"a\" and name.familyName lt \"z\"",
        "title eq null",
        "nickName ne \"x\"",
        "emails pr",
        "emails eq \"h@home.example\"",
        "emails co \"home.example\"",
        "emails.type eq \"home\"",
        "emails[type eq \"work\" and value co \"corp\"]",
        "emails[not (type eq \"work\")]",
        "emails.primary eq true",
        "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"",
        "meta.created gt \"2026-01-31T07:00:00+00:00\"",
        "meta.created eq \"2026-01-31T09:00:00+01:00\"",
        "meta.created sw \"2026-01\"",
        &format!("{ENTERPRISE}:employeeNumber eq 42"),
        &format!("{ENTERPRISE}:manager eq \"m1\""),
        &format!("{ENTERPRISE} pr"),
    ] {
        check(text, true);
    }
    for text in [
        "userName eq \"ann\"",
        "id eq \"id1\"",
        "title pr",
        "shoeSize pr",
        "shoeSize eq 46",
        "nickName eq \"x\"",
        "emails[type eq \"work\" and value co \"home\"]",
        "emails[urn:x:y:type pr]",
        "active gt false",
        "active eq \"maybe\"",
        "userName eq true",
        "meta.created gt \"2026-01-31T08:00:00Z\"",
        "meta.created eq true",
        "name.familyName pr and active eq false",
    ] {
        check(text, false);
    }
}
