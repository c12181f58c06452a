"""Writes each YAML example of a document that opens with a comment naming its file into a folder, by that name."""

import pathlib
import re
import sys

document, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
names = set()
for text in re.findall(r"^```yaml [^\n]*\n(.*?)^```$", document.read_text(encoding="utf-8"), re.S | re.M):
    name = re.match(r"# (\S+\.ya?ml)\n", text)
    if name:
        place = folder / name[1]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        names.add(name[1])
missing = set(sys.argv[3:]) - names
if missing:
    sys.exit(f"{document} has no example of {', '.join(sorted(missing))}")
