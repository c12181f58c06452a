//! The profiles that come with the program.

use crate::model::profile::Profile;

/// A profile that comes with the program.
pub(super) struct Embedded {
    /// Its id.
    pub id: &'static str,
    /// As it is published.
    pub text: &'static str,
    /// The same as a [`Profile`], with all that it extends, in JSON: to read it takes a tenth of the time.
    decoded: &'static str,
}

macro_rules! embedded {
    ($id:literal) => {
        Embedded {
            id: $id,
            text: include_str!(concat!("../../../schemas/profiles/", $id, ".yaml")),
            decoded: include_str!(concat!($id, ".json")),
        }
    };
}

/// The profiles that come with the program.
pub(super) static EMBEDDED: &[Embedded] = &[
    embedded!("cs249r"),
    embedded!("cs249r-book"),
    embedded!("crisp-dm"),
    embedded!("crisp-ml-q"),
    embedded!("tdsp"),
];

impl Embedded {
    /// The one of an id.
    pub fn find(id: &str) -> Option<&'static Self> {
        EMBEDDED.iter().find(|embedded| embedded.id == id)
    }

    /// It, as it is decoded.
    pub fn profile(&self) -> Profile {
        serde_json::from_str(self.decoded).expect("what the tests write can be read")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile::{Profiles, decode};

    /// `SNAPSHOTS=overwrite cargo test` writes them anew; the program has them after the next build.
    #[test]
    fn what_is_embedded_is_what_is_published() {
        for embedded in EMBEDDED {
            let tree = Profiles::default().merged(embedded.id, &mut Vec::new()).unwrap();
            let profile = decode(embedded.id, &tree);
            let text = serde_json::to_string(&profile).unwrap() + "\n";
            let again: Profile = serde_json::from_str(&text).unwrap();
            assert_eq!(format!("{again:?}"), format!("{profile:?}"));
            let file = format!("{}/src/model/profile/{}.json", env!("CARGO_MANIFEST_DIR"), embedded.id);
            let committed = snapbox::Data::read_from(file.as_ref(), Some(snapbox::data::DataFormat::Text));
            snapbox::Assert::new().action_env("SNAPSHOTS").eq(text, committed.raw());
        }
    }
}
