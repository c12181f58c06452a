"""Asks validators and readers that are not ours what they make of the golden files of the formats of others.

Needs Python 3.9 or later with what stands in `requirements.txt`. Run it from anywhere, without arguments.
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import xmlschema
from jsonschema import validators
from junitparser import Failure, JUnitXml, Skipped

FOLDER = Path(__file__).resolve().parent
JSON = {
    "report.sarif": "sarif-2.1.0.json",
    "gitlab.json": "gitlab-code-quality.json",
    "rdjson.json": "rdjson.json",
}
XML = {"junit.xml": "junit-10.xsd", "checkstyle.xml": "checkstyle.xsd"}


def by_schema():
    """What each schema has to say, file by file."""
    for name, schema in JSON.items():
        schema = json.loads((FOLDER / "schemas" / schema).read_text(encoding="utf-8"))
        validator = validators.validator_for(schema)(schema)
        bytes_ = (FOLDER / name).read_bytes()
        yield f"{name} has no byte-order mark", not bytes_.startswith(b"\xef\xbb\xbf")
        error = next(validator.iter_errors(json.loads(bytes_)), None)
        yield f"{name} by its schema: {error and error.message}", error is None
        yield f"the schema of {name} refuses something else", not validator.is_valid({"version": "1.0.0"})
    for name, schema in XML.items():
        schema = xmlschema.XMLSchema(FOLDER / "schemas" / schema)
        error = next(schema.iter_errors(FOLDER / name), None)
        yield f"{name} by its schema: {error and error.reason}", error is None
        yield f"the schema of {name} refuses something else", not schema.is_valid("<other/>")


def by_readers(findings, waived):
    """What programs read that others wrote."""
    cases = [case for suite in JUnitXml.fromfile(str(FOLDER / "junit.xml")) for case in suite]
    results = [result for case in cases for result in case.result]
    yield "junitparser counts the cases", len(cases) == len(findings) + len(waived)
    errors = [finding["message"] for finding in findings if finding["severity"] == "error"]
    failures = [result for result in results if isinstance(result, Failure)]
    yield "junitparser counts the failures", len(failures) == len(errors)
    yield "junitparser counts what is waived", sum(isinstance(one, Skipped) for one in results) == len(waived)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        command = [sys.executable, "-m", "sarif", "csv", "--output", str(table), str(FOLDER / "report.sarif")]
        subprocess.run(command, check=True, capture_output=True)
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    wanted = sorted((one["rule"], one["start"]["line"]) for one in [*findings, *waived])
    found = sorted((row["Code"], int(row["Line"])) for row in rows)
    yield f"sarif-tools reads {found}", found == wanted


def main():
    report = json.loads((FOLDER / "report.json").read_text(encoding="utf-8"))
    checks = [*by_schema(), *by_readers(report["findings"], report["waived"])]
    failed = [what for what, holds in checks if not holds]
    for what in failed:
        print(what)
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
