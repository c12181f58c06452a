//! What the schema says about one node of the tree: its title, examples, fields and allowed types.

use serde_json::Value;

use crate::order;

/// The subschema of one node: the place in its owner, and the definition that place refers to.
#[derive(Clone, Copy)]
pub(super) struct Guide<'s> {
    root: &'s Value,
    here: &'s Value,
    definition: Option<(&'s str, &'s Value)>,
}

impl<'s> Guide<'s> {
    /// The guide to the root of a file.
    pub fn new(root: &'s Value) -> Self {
        Guide::at(root, root)
    }

    fn at(root: &'s Value, here: &'s Value) -> Self {
        let name = here["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/"));
        let definition = name.and_then(|name| Some((name, root["$defs"].get(name)?)));
        Guide { root, here, definition }
    }

    /// The guide to the value of `key`; `None` where anything may stand.
    pub fn key(&self, key: &str) -> Option<Guide<'s>> {
        if key.starts_with("x-") {
            return None;
        }
        let named = self.word("properties").and_then(|fields| fields.get(key));
        let below = named.or_else(|| self.word("additionalProperties").filter(|rest| rest.is_object()))?;
        Some(Guide::at(self.root, below))
    }

    /// The guide to the entries of the list.
    pub fn item(&self) -> Option<Guide<'s>> {
        Some(Guide::at(self.root, self.word("items")?))
    }

    /// What a keyword says, the nearest place first.
    pub fn word(&self, keyword: &str) -> Option<&'s Value> {
        self.here.get(keyword).or_else(|| self.definition?.1.get(keyword))
    }

    /// Is it the definition of that name?
    pub fn is(&self, name: &str) -> bool {
        self.definition.is_some_and(|(own, _)| own == name)
    }

    /// The kind of thing, as in "a stage" or "the manifest".
    pub fn kind(&self) -> String {
        let own = self.definition.and_then(|(_, schema)| schema.get("title"));
        let title = own.or_else(|| self.here.get("title")).and_then(Value::as_str).unwrap_or("This");
        let mut rest = title.chars();
        rest.next().map(|first| first.to_lowercase().chain(rest).collect()).unwrap_or_default()
    }

    /// The names of its fields, sorted; none where its keys are ids.
    pub fn fields(&self) -> Vec<&'s str> {
        let fields = self.word("properties").and_then(Value::as_object);
        let mut names: Vec<_> = fields.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        order::ascending(&mut names);
        names
    }

    /// The fields that may not be absent.
    pub fn required(&self) -> impl Iterator<Item = &'s str> {
        self.word("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// May a value of this JSON type stand here?
    pub fn takes(&self, name: &str) -> bool {
        let options =
            |options: &Value| options.as_array().is_some_and(|all| all.iter().any(Value::is_string));
        match self.word("type") {
            Some(Value::String(only)) => only == name,
            Some(Value::Array(all)) => all.iter().any(|one| one == name),
            _ => name == "string" && self.word("enum").is_some_and(options),
        }
    }

    /// An example of one of the given JSON types; of any type where none is given.
    pub fn example(&self, types: &[&str]) -> Option<&'s Value> {
        let all = self.word("examples")?.as_array()?;
        all.iter().find(|example| types.is_empty() || types.iter().any(|name| has_type(example, name)))
    }
}

fn has_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || name == "integer" && number.is_i64(),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
