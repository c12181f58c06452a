//! From a schema to its places. Only the tests do that; the program has what they write down.

use serde_json::{Map as Fields, Value as Json};

use super::words::Words;
use super::{Place, Rest, Shape};
use crate::order;
use crate::schema::embedded::schema;

/// Places as they are read.
struct Reading {
    all: Vec<Place>,
    definitions: Vec<&'static str>,
}

/// Keywords that say nothing of what is taken.
const SILENT: &[&str] =
    &["$schema", "$id", "$comment", "$defs", "title", "description", "examples", "default", "format"];

/// What the schema of a shape says: its places, and which is the root.
pub(super) fn read(shape: Shape) -> (Vec<Place>, usize) {
    let schema = schema(shape);
    let definitions = schema["$defs"].as_object();
    let names = definitions.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let mut reading = Reading { all: Vec::new(), definitions: names };
    reading.all.resize_with(reading.definitions.len(), Place::default);
    for (at, (name, definition)) in definitions.into_iter().flatten().enumerate() {
        let place = reading.read(name, definition);
        reading.all[at] = place;
    }
    let root = reading.add(schema);
    (reading.all, root)
}

impl Reading {
    fn add(&mut self, schema: &'static Json) -> usize {
        let place = self.read("", schema);
        self.all.push(place);
        self.all.len() - 1
    }

    fn read(&mut self, name: &str, schema: &'static Json) -> Place {
        let mut place = Place::default();
        let Some(words) = schema.as_object() else { return Place { open: *schema != true, ..place } };
        for (keyword, value) in words {
            let understood = SILENT.contains(&keyword.as_str())
                || self.read_value(&mut place, name, keyword, value).is_some()
                || self.read_parts(&mut place, words, keyword, value).is_some();
            place.open |= !understood;
        }
        order::ascending(&mut place.fields);
        place
    }

    /// What a keyword says of a value itself; `None` where it is not understood.
    fn read_value(
        &mut self,
        place: &mut Place,
        name: &str,
        keyword: &str,
        value: &'static Json,
    ) -> Option<()> {
        let number = || value.as_u64().and_then(|number| usize::try_from(number).ok());
        match keyword {
            "type" => place.types = texts(value).or_else(|| Some(vec![value.as_str()?]))?,
            "enum" => place.options = Some(texts(value)?),
            "const" => match value.as_str() {
                Some(text) => place.options = Some(vec![text]),
                None => place.number = Some(value.as_i64()?),
            },
            "minimum" => place.least = Some(value.as_i64()?),
            "maximum" => place.most = Some(value.as_i64()?),
            "maxLength" => place.longest = Some(number()?),
            "pattern" => place.text = Some(Words::of(name, value.as_str()?)?),
            "minItems" => place.fewest = number()?,
            "maxItems" => place.most_items = Some(number()?),
            "uniqueItems" => place.unique = value.as_bool()?,
            _ => return None,
        }
        Some(())
    }

    /// What a keyword says of the parts of a value, or through another schema; `None` where it is not understood.
    fn read_parts(
        &mut self,
        place: &mut Place,
        words: &'static Fields<String, Json>,
        keyword: &str,
        value: &'static Json,
    ) -> Option<()> {
        match keyword {
            "$ref" => {
                let name = value.as_str()?.strip_prefix("#/$defs/")?;
                place.also.push(self.definitions.iter().position(|known| *known == name)?);
            }
            "allOf" => {
                for one in value.as_array()? {
                    place.also.push(self.add(one));
                }
            }
            "if" => {
                let case = (self.add(value), self.add(words.get("then")?));
                place.cases.push(case);
            }
            "then" => {}
            "properties" => {
                for (name, field) in value.as_object()? {
                    place.fields.push((name, self.add(field)));
                }
            }
            "required" => place.required = texts(value)?,
            "patternProperties" => {
                place.own = value.as_object()?.iter().all(|(name, field)| name == "^x-" && *field == true);
                place.own.then_some(())?;
            }
            "additionalProperties" if *value == false => place.rest = Rest::Nothing,
            "additionalProperties" => place.rest = Rest::Place(self.add(value)),
            "propertyNames" => place.names = Some(self.add(value)),
            "items" => place.items = Some(self.add(value)),
            _ => return None,
        }
        Some(())
    }
}

fn texts(value: &'static Json) -> Option<Vec<&'static str>> {
    value.as_array()?.iter().map(Json::as_str).collect()
}

impl Words {
    /// By the name of a definition, else by its pattern. A definition's name counts for the walk as well.
    fn of(name: &str, pattern: &str) -> Option<Self> {
        if matches!(name, "date" | "duration" | "review-duration" | "size" | "share") {
            return Words::named(name);
        }
        let is_id = pattern.starts_with("^[-0-9A-Za-z") && pattern.ends_with("]+$");
        match pattern {
            r"\S" => Some(Words::Something),
            "^(?:[0-9a-f]{40}|(?:sha256:)?[0-9a-f]{64})$" => Some(Words::Digest),
            _ => is_id.then_some(Words::Id),
        }
    }
}
