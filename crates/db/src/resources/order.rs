//! Orders as SQL. Text sorts by its bytes on both engines; who has no value comes last, turned around first.

use super::{
    Key, List, Operand,
    condition::{Sql, Subject, related},
};
use crate::list::{Order, Value};

impl Sql {
    /// The order of the rows `r` of a table.
    pub(super) fn order(&mut self, table: &'static str, key: &Key, order: Order) {
        let expression = match key {
            Key::Operand(Operand::Value(path)) => self.first_value(path),
            Key::Operand(operand) => self.stored(Subject::Resource(table), operand),
            Key::PrimaryValue(path, primary) => {
                let (primary, first) = (self.primary_value(path, primary), self.first_value(path));
                format!("COALESCE({primary}, {first})")
            }
            Key::Smallest(list, operand) => self.smallest(list, operand),
        };
        self.push(&expression);
        self.push(match order {
            Order::Ascending => " ASC NULLS LAST",
            Order::Descending => " DESC NULLS FIRST",
        });
    }

    fn first_value(&mut self, path: &str) -> String {
        let path = self.bind(Value::Text(path.to_owned()));
        format!(
            "(SELECT k.value FROM attribute_values k WHERE k.user_id = r.id AND k.path = {path} \
             ORDER BY k.element LIMIT 1)"
        )
    }

    fn primary_value(&mut self, path: &str, primary: &str) -> String {
        let path = self.bind(Value::Text(path.to_owned()));
        let primary = self.bind(Value::Text(primary.to_owned()));
        format!(
            "(SELECT k.value FROM attribute_values k JOIN attribute_values p ON p.user_id = k.user_id \
             AND p.element = k.element WHERE k.user_id = r.id AND k.path = {path} AND p.path = {primary} \
             AND p.value = 'true' ORDER BY k.element LIMIT 1)"
        )
    }

    fn smallest(&mut self, list: &List, operand: &Operand) -> String {
        let (of, table) = match list {
            List::Members => ("group_id", "users"),
            List::Groups | List::Values(_) => ("user_id", "groups"),
        };
        let stored = self.stored(Subject::Related(table), operand);
        format!("(SELECT MIN({stored}) FROM {} AND m.{of} = r.id)", related(list))
    }
}
