#!/usr/bin/env python3
"""Makes a repository of any size, with plans in it, through `git fast-import`.

The same numbers give the same commits, so that measurements can be repeated.
"""

import argparse
import pathlib
import random
import re
import subprocess

PLAN = pathlib.Path(__file__).resolve().parent.parent / "examples" / "churn"
PEOPLE = [
    ("Wei", "wei@acme.example"),
    ("Maria", "maria@acme.example"),
    ("Jon", "jon@acme.example"),
    ("Okafor", "okafor@acme.example"),
    ("renovate[bot]", "renovate[bot]@users.noreply.github.com"),
]
# What a copy of the example can do without, so that a plan has about twenty files.
LEFT_OUT = {
    *("CODEOWNERS", "planlint.yaml", "README.md", ".gitignore", "requirements.txt", "weekly-run.json"),
    *("__init__.py", "activity.py", "payments.py", "score.py", "2025-07-28.md", "2025-08-04.md"),
}
# What a short plan does without; about 5 KB of it stay.
SECTIONS_LEFT_OUT = ("constraints", "sources", "consumers", "risks", "waivers", "channels")
START = 1_500_000_000
MERGE_EVERY, RENAME_EVERY, PLAN_EVERY = 20, 100, 150


class Stream:
    """What `git fast-import` reads: blobs, commits, marks."""

    def __init__(self, out):
        self.out, self.marks, self.time = out, 0, START

    def write(self, text):
        self.out.write(text if isinstance(text, bytes) else text.encode())

    def data(self, content):
        content = content if isinstance(content, bytes) else content.encode()
        self.write(b"data %d\n%s\n" % (len(content), content))

    def commit(self, branch, person, message, changes, parents=()):
        self.marks += 1
        self.time += 3_600
        name, mail = person
        self.write(f"commit refs/heads/{branch}\nmark :{self.marks}\n")
        for role in ("author", "committer"):
            self.write(f"{role} {name} <{mail}> {self.time} +0200\n")
        self.data(message + "\n")
        for word, parent in zip(("from", "merge"), parents):
            self.write(f"{word} :{parent}\n")
        for path, content in changes:
            if content is None or content.startswith("\0"):
                self.write(f"R {path} {content[1:]}\n" if content else f"D {path}\n")
                continue
            self.write(f"M 100644 inline {path}\n")
            self.data(content)
        return self.marks


def short_plan(number):
    """The example's plan in about 4 KB, before any work has begun, so that it names no file that must be there."""
    text = (PLAN / "churn.lifecycle.yaml").read_text()
    for section in SECTIONS_LEFT_OUT:
        text = re.sub(rf"^{section}:.*\n(?: .*\n|\n)*", "", text, flags=re.MULTILINE)
    text = re.sub(r" +#.*| +(?:state|notes|value|due|slices): .*\n| +needs: \[crm-events\]\n", "", text)
    text = re.sub(r"(?<=\S) {2,}", " ", text) + "retire: when recall stays below its alert\n"
    return text.replace("project: churn-prediction", f"project: churn-{number:05}")


# What is wrong with a metric: its shape, what it refers to, what two rules say of it.
MISTAKES = [
    "defined-by: product-manager\n    owner: ml-engineer",
    "defined-by: nobody-{at}",
    "defined-by: product-manager\n    alert: 0.95",
    "label-delay: 30d",
]


def plan_with_findings(count):
    """The short plan with a metric of about 400 bytes for each finding: 10,000 of them are 4 MB."""
    metrics = ""
    for at in range(count):
        means = " ".join(f"share of segment {at:05} still there in month {month}," for month in range(1, 7))
        fields = [f"means: {means}", "unit: ratio", "better: higher", "target: 0.9", MISTAKES[at % 4].format(at=at)]
        metrics += "\n    ".join([f"  m{at:05}:", *fields, "serves: monthly-retention"]) + "\n"
    return short_plan(0).replace("\nstages:\n", f"{metrics}\nstages:\n")


def layout(plans, paths, short):
    """Every file at the start: the example in a folder for each plan, and code up to the number of paths."""
    files = {"planlint.yaml": (PLAN / "planlint.yaml").read_text()}
    for number in range(plans):
        folder = f"plans/p{number:05}"
        if short:
            files[f"{folder}/lifecycle.yaml"] = short_plan(number)
            continue
        for place in sorted(PLAN.rglob("*")):
            if place.is_file() and place.name not in LEFT_OUT:
                path = str(place.relative_to(PLAN)).replace("churn-prediction", f"churn-{number:05}")
                text = place.read_text().replace("project: churn-prediction", f"project: churn-{number:05}")
                files[f"{folder}/{path}"] = text
    code = max(paths - len(files), 1)
    for number in range(code):
        folder = f"services/s{number % 97:02}"
        files[f"{folder}/f{number:05}.py"] = source(number, 0)
    return files


def source(number, version):
    lines = [f"FEATURE_{line} = {number + line}\n" for line in range(30)]
    return "".join(lines) + f"VERSION = {version}\n"


def history(stream, files, commits, chance):
    """One file or a few in each commit; now and then a merge, a rename, a plan that is read again."""
    last = stream.commit("main", PEOPLE[0], "Begin", sorted(files.items()))
    code = sorted(path for path in files if path.endswith(".py"))
    plans = sorted(path for path in files if path.endswith("lifecycle.yaml"))
    version = 0
    while stream.marks < commits:
        version += 1
        person = chance.choice(PEOPLE)
        edits = {}
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(code))
            edits[code[at]] = source(at, version)
        if version % RENAME_EVERY == 0:
            at = chance.randrange(len(code))
            edits.pop(code[at], None)
            new = f"{code[at].rsplit('/', 1)[0]}/g{at:05}-{version}.py"
            edits[code[at]] = "\0" + new
            code[at] = new
        if plans and version % PLAN_EVERY == 0:
            path = chance.choice(plans)
            files[path] += f"# read again: {version}\n"
            edits[path] = files[path]
        message = f"Change {version}" + ("\n\nReviewed: model-card" if version % 500 == 0 else "")
        if version % MERGE_EVERY == 0 and stream.marks + 2 < commits:
            side = stream.commit("side", person, message, edits.items(), (last,))
            own = chance.randrange(len(code))
            while code[own] in edits or any(code[own] == str(to)[1:] for to in edits.values()):
                own = chance.randrange(len(code))
            last = stream.commit("main", person, f"Mainline {version}", [(code[own], source(own, version))], (last,))
            last = stream.commit("main", person, f"Merge {version}", edits.items(), (last, side))
        else:
            last = stream.commit("main", person, message, edits.items(), (last,))


def make(folder, files, commits=1, seed=1):
    """A new repository of these files, with so many commits after the first one."""
    git = ["git", "-C", str(folder)]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    run = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    history(Stream(run.stdin), files, commits, random.Random(seed))
    run.stdin.close()
    if run.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run([*git, "branch", "--quiet", "-D", "side"], check=False, stderr=subprocess.DEVNULL)
    subprocess.run([*git, "repack", "-adq"], check=True)
    # Nothing is written to disk: what is measured reads the index and revisions.
    subprocess.run([*git, "read-tree", "HEAD"], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="where the repository is made; it must not be there yet")
    parser.add_argument("--commits", type=int, default=50_000)
    parser.add_argument("--paths", type=int, default=2_000)
    parser.add_argument("--manifests", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="plans of about 4 KB, without the files they name")
    parser.add_argument("--findings", type=int, help="one plan with so many findings, and nothing else")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.folder.exists():
        parser.error(f"`{given.folder}` is there already")
    if given.findings is None:
        files = layout(given.manifests, given.paths, given.short)
    else:
        files = {"lifecycle.yaml": plan_with_findings(given.findings)}
    make(given.folder, files, given.commits, given.seed)


if __name__ == "__main__":
    main()
