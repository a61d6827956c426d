//! The discovery documents, held against the schemas that they themselves announce.

use keyfold_scim::discovery::{self, SCHEMAS};
use keyfold_scim::schema::{Attribute, Kind, Schema};
use serde_json::{Value, json};

const BASE: &str = "https://files.example/api/scim/v2";

/// Checks that a document has every required attribute, no unknown one, and the right types.
fn check_conforms(document: &Value) {
    let urn = document["schemas"][0].as_str().unwrap();
    let schema: &Schema = SCHEMAS.iter().find(|schema| schema.id == urn).unwrap();
    let mut own = document.as_object().unwrap().clone();
    own.remove("schemas").unwrap();
    let meta = own.remove("meta").unwrap();
    assert_eq!(meta["resourceType"], schema.name);
    assert!(meta["location"].as_str().unwrap().starts_with(BASE));
    check_object(schema.attributes, &Value::Object(own), urn);
}

fn check_object(attributes: &'static [Attribute], object: &Value, place: &str) {
    let members = object.as_object().unwrap_or_else(|| panic!("{place} isn't an object: {object}"));
    for name in members.keys() {
        assert!(attributes.iter().any(|attribute| attribute.name == name), "{place}: unknown {name}");
    }
    for attribute in attributes {
        let place = format!("{place}/{}", attribute.name);
        // A schema describes schemas one level deep; a sub-attribute is described like the attribute around it.
        let recursive = Attribute { sub_attributes: attributes, ..*attribute };
        let attribute = if attribute.name == "subAttributes" { &recursive } else { attribute };
        match members.get(attribute.name) {
            None => assert!(!attribute.required, "{place} is missing"),
            Some(Value::Array(elements)) if attribute.multi_valued => {
                elements.iter().for_each(|element| check_value(attribute, element, &place));
            }
            Some(value) => {
                assert!(!attribute.multi_valued, "{place} isn't a list");
                check_value(attribute, value, &place);
            }
        }
    }
}

fn check_value(attribute: &Attribute, value: &Value, place: &str) {
    let fits = match attribute.kind {
        Kind::Text | Kind::Reference | Kind::DateTime | Kind::Binary => value.is_string(),
        Kind::Boolean => value.is_boolean(),
        Kind::Integer => value.is_i64(),
        Kind::Complex => {
            check_object(attribute.sub_attributes, value, place);
            true
        }
    };
    assert!(fits, "{place}: {value}");
    if let (false, Some(text)) = (attribute.canonical_values.is_empty(), value.as_str()) {
        assert!(attribute.canonical_values.contains(&text), "{place}: {text}");
    }
}

#[test]
fn documents_conform_to_their_schemas() {
    check_conforms(&discovery::service_provider_config(BASE));
    for list in [discovery::resource_types(BASE), discovery::schemas(BASE)] {
        let resources = list["Resources"].as_array().unwrap();
        assert_eq!(list["totalResults"], resources.len());
        resources.iter().for_each(check_conforms);
    }
}

#[test]
fn each_document_is_found_where_its_location_says() {
    for listed in discovery::schemas(BASE)["Resources"].as_array().unwrap() {
        let urn = listed["meta"]["location"].as_str().unwrap().strip_prefix(&format!("{BASE}/Schemas/")).unwrap();
        assert_eq!(&discovery::schema(BASE, urn).unwrap(), listed);
    }
    for listed in discovery::resource_types(BASE)["Resources"].as_array().unwrap() {
        let name =
            listed["meta"]["location"].as_str().unwrap().strip_prefix(&format!("{BASE}/ResourceTypes/")).unwrap();
        assert_eq!(&discovery::resource_type(BASE, name).unwrap(), listed);
    }
    assert_eq!(discovery::schema(BASE, "urn:example").unwrap_err().status, 404);
    assert_eq!(discovery::resource_type(BASE, "Car").unwrap_err().status, 404);
}

#[test]
fn resource_types_name_schemas_that_are_served() {
    let user = discovery::resource_type(BASE, "User").unwrap();
    assert_eq!(user["endpoint"], "/Users");
    assert_eq!(
        user["schemaExtensions"],
        json!([{"schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false}])
    );
    assert!(discovery::schema(BASE, user["schema"].as_str().unwrap()).is_ok());
    assert_eq!(discovery::resource_type(BASE, "Group").unwrap()["schemaExtensions"], json!([]));
}

#[test]
fn passwords_are_not_announced() {
    assert!(!discovery::schemas(BASE).to_string().contains("\"password\""));
    assert_eq!(discovery::service_provider_config(BASE)["changePassword"]["supported"], false);
}

#[test]
fn me_is_not_served() {
    assert_eq!(discovery::me().to_json()["status"], "501");
}
