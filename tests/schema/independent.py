"""Asks a JSON Schema validator that is not ours what it thinks of the schemas and their fixtures.

Needs Python 3.9 or later with `jsonschema` and `ruamel.yaml`. Run it from anywhere, without arguments.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

TESTS = Path(__file__).resolve().parent
SCHEMAS = TESTS.parents[1] / "schemas"
SHAPES = {"signoff": "signoff.v1.json", "profile": "profile.v1.json", "config": "config.v1.json", "baseline": "baseline.v1.json"}
MANIFEST = "lifecycle.v1.json"

# Mistakes that no JSON Schema can see.
OUT_OF_REACH = {
    # Whether an id is used in two maps is not a question of shape.
    "one-id-two-kinds",
    "one-id-three-kinds",
    # The calendar is only in `format`, which validators need not assert.
    "date-not-in-calendar",
    # JSON has no such number, so that its schemas do not speak of it.
    "number-not-finite",
    # What stands behind ` #` is a comment, and `who` may be empty while nobody has been found.
    "swallowed-who",
    # Well formed; that it is over ten years is for the linter to say.
    "review-too-long",
}


class Constructor(SafeConstructor):
    """The core schema of YAML 1.2: a date is text, and every key is text."""

    def construct_mapping(self, node, deep=False):
        self.flatten_mapping(node)
        found = {}
        for key, value in node.value:
            found[key.value] = self.construct_object(value, deep=True)
        return found

    def construct_yaml_map(self, node):
        yield self.construct_mapping(node)


Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_scalar)
Constructor.add_constructor("tag:yaml.org,2002:map", Constructor.construct_yaml_map)


def load(path):
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.Constructor = Constructor
    return yaml.load(path.read_text(encoding="utf-8"))


def main():
    passed, failed = 0, []

    def expect(what, holds, why=""):
        nonlocal passed
        if holds:
            passed += 1
        else:
            failed.append(f"{what}: {why}")

    validators = {}
    for path in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        error = next(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema), None)
        expect(path.name, error is None, error and error.message)
        validators[path.name] = Draft202012Validator(schema)
    for path in sorted((SCHEMAS / "profiles").glob("*.yaml")):
        error = next(validators[SHAPES["profile"]].iter_errors(load(path)), None)
        expect(f"profiles/{path.name}", error is None, error and f"{error.json_path}: {error.message}")
    for folder, wanted in (("valid", True), ("invalid", False)):
        for path in sorted((TESTS / folder).glob("*.yaml")):
            validator = validators[SHAPES.get(path.stem.split("-")[0], MANIFEST)]
            error = next(validator.iter_errors(load(path)), None)
            accepts = wanted or path.stem in OUT_OF_REACH
            expect(f"{folder}/{path.name}", (error is None) == accepts, error.message if error else "accepted")
    for line in failed:
        print(line)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
