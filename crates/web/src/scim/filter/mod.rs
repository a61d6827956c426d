//! From a SCIM filter to a condition of the database (RFC 7644 §3.4.2.2), which does all of the comparing. What a filter means
//! is [`Filter::matches`]: a test holds the one against the other.

mod comparison;
mod place;

use keyfold_identity::resources::{Condition, Key};
use keyfold_scim::{
    AttrPath, Filter, ResourceType, Result, ScimError,
    filter::{Literal, Operator},
    schema::{Kind, Location},
};
use serde_json::json;

use comparison::compare;
use place::Place;

/// Filters and orders on one type of resource.
#[derive(Clone, Copy)]
pub struct Translation<'a> {
    /// The type.
    pub kind: ResourceType,
    /// What the locations of resources begin with.
    pub base_url: &'a str,
}

/// What the paths of a term start from.
#[derive(Clone, Copy)]
enum Scope<'a> {
    /// The resource.
    Resource,
    /// One value of this attribute.
    ValueOf(&'a Location),
}

impl Translation<'_> {
    /// The condition that a resource meets.
    pub fn condition(self, filter: &Filter) -> Condition {
        self.holds(Scope::Resource, filter)
    }

    /// The condition that one member of a group meets.
    pub fn condition_on_member(self, filter: &Filter) -> Condition {
        let members = "members".parse().ok().and_then(|path| self.kind.resolve(&path));
        members.map_or(Condition::NEVER, |members| self.holds(Scope::ValueOf(&members), filter))
    }

    /// What to sort by; `None` where all resources of the type are alike in it, or none has it.
    ///
    /// # Errors
    /// `invalidPath` for an attribute that is made of parts.
    pub fn key(self, by: &AttrPath) -> Result<Option<Key>> {
        let Some(location) = self.kind.resolve(by).map(Location::compared) else { return Ok(None) };
        if location.attribute().kind == Kind::Complex {
            let part = location.attribute().sub_attributes.first().map_or("value", |part| part.name);
            return Err(ScimError::invalid_path(format!(
                "`{by}` has several parts. Sort by one of them, such as `{by}.{part}`."
            )));
        }
        Ok(Place::of(self, &location).and_then(|place| place.key()))
    }

    fn holds(self, scope: Scope<'_>, filter: &Filter) -> Condition {
        let all = |terms: &[Filter]| terms.iter().map(|term| self.holds(scope, term)).collect();
        match filter {
            Filter::And(terms) => Condition::All(all(terms)),
            Filter::Or(terms) => Condition::Any(all(terms)),
            Filter::Not(inner) => self.holds(scope, inner).negated(),
            Filter::Present(path) => match self.resolve(scope, path) {
                Some(location) => self.present(scope, &location),
                None => Condition::NEVER,
            },
            Filter::Compare(path, operator, literal) => match self.resolve(scope, path) {
                Some(location) => self.compare(scope, &location.compared(), *operator, literal),
                None => without_value(*operator, literal),
            },
            Filter::ValuePath(path, inner) => match self.resolve(scope, path) {
                Some(location) => self.any_value(scope, &location, inner),
                None => Condition::NEVER,
            },
        }
    }

    /// The attribute that a path names; inside a value it is one of the value's parts, and a plain name.
    fn resolve(self, scope: Scope<'_>, path: &AttrPath) -> Option<Location> {
        match scope {
            Scope::Resource => self.kind.resolve(path),
            Scope::ValueOf(attribute) if path.schema().is_none() && path.sub_attribute().is_none() => {
                attribute.part(path.name())
            }
            Scope::ValueOf(_) => None,
        }
    }

    fn present(self, scope: Scope<'_>, location: &Location) -> Condition {
        match (Place::of(self, location), scope) {
            (None, _) => Condition::ALWAYS,
            (Some(place), Scope::Resource) => place.list.of_resource(place.has_any()),
            (Some(place), Scope::ValueOf(_)) => place.has_any(),
        }
    }

    fn compare(self, scope: Scope<'_>, location: &Location, operator: Operator, literal: &Literal) -> Condition {
        match (operator, literal) {
            (Operator::Ne, _) => return self.compare(scope, location, Operator::Eq, literal).negated(),
            (Operator::Eq, Literal::Null) => return self.present(scope, location).negated(),
            (_, Literal::Null) => return Condition::NEVER,
            (_, Literal::Boolean(_) | Literal::Number(_) | Literal::Text(_)) => {}
        }
        match Place::of(self, location) {
            None => self.constant(location, operator, literal),
            Some(place) => {
                let condition = match place.operands.as_slice() {
                    [operand] => compare(location.attribute(), operand, operator, literal),
                    [] if location.attribute().kind != Kind::Complex => self.constant(location, operator, literal),
                    // An object is never equal to anything, nor before or after it.
                    _ => Condition::NEVER,
                };
                match scope {
                    Scope::Resource => place.list.of_resource(condition),
                    Scope::ValueOf(_) => condition,
                }
            }
        }
    }

    /// One value of the attribute meets the filter.
    fn any_value(self, scope: Scope<'_>, location: &Location, inner: &Filter) -> Condition {
        let inside = self.holds(Scope::ValueOf(location), inner);
        let Some(place) = Place::of(self, location) else { return inside };
        match scope {
            Scope::Resource if place.list.is_of_resource() => Condition::All(vec![place.has_any(), inside]),
            Scope::Resource => place.list.of_resource(inside),
            Scope::ValueOf(_) => Condition::All(vec![place.has_any(), inside]),
        }
    }

    /// A comparison with what is the same for every resource, or follows from whether it has an extension.
    fn constant(self, location: &Location, operator: Operator, literal: &Literal) -> Condition {
        let holds = |schemas: &[&str]| {
            let resource = json!({
                "schemas": schemas,
                "meta": {"resourceType": self.kind.name()},
                "groups": [{"type": "direct"}],
                "members": [{"type": ResourceType::User.name()}],
            });
            let path = location.to_string().parse().ok();
            let comparison = path.map(|path| Filter::Compare(path, operator, literal.clone()));
            if comparison.is_some_and(|comparison| comparison.matches(self.kind, &resource)) {
                Condition::ALWAYS
            } else {
                Condition::NEVER
            }
        };
        let core = self.kind.schema().id;
        let extension = self.kind.extension().and_then(|schema| Some((schema.id, schema.id.parse().ok()?)));
        match extension {
            Some((urn, path)) if location.attribute().is_named("schemas") => {
                let extended = self.holds(Scope::Resource, &Filter::Present(path));
                Condition::Any(vec![
                    Condition::All(vec![extended.clone(), holds(&[core, urn])]),
                    Condition::All(vec![extended.negated(), holds(&[core])]),
                ])
            }
            _ => holds(&[core]),
        }
    }
}

/// What holds for an attribute that the type doesn't have: it has no value.
fn without_value(operator: Operator, literal: &Literal) -> Condition {
    let holds = match operator {
        Operator::Eq => *literal == Literal::Null,
        Operator::Ne => *literal != Literal::Null,
        Operator::Co | Operator::Sw | Operator::Ew | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => false,
    };
    if holds { Condition::ALWAYS } else { Condition::NEVER }
}
