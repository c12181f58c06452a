#!/usr/bin/env python3
"""Measures what hostile files cost: time and memory of whole runs, each on a repository made for it.

    cargo build --locked --profile profiling && benches/hostile.py target/profiling/planlint [CASE…]
    benches/hostile.py target/profiling/planlint --write docs/hostile.md

Prints a table in Markdown: the bytes that are read, the seconds of CPU, the peak of memory, the exit code and the
first words that are said. A run on an ordinary plan comes first.
"""

import argparse
import datetime
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

import machine

BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
PLAN = """lifecycle: 1
project: p
roles: { ml-engineer: "@a", data-engineer: "@b", product-manager: "@c", devops-engineer: "@d", domain-expert: "@e" }
stages:
  model-development: { lead: ml-engineer, does: train }
"""
MEGA = 1 << 20
DEEP = 100_000


def lines(count, line):
    return "".join(line(at) for at in range(count))


def section(name, count, entry):
    return PLAN + f"{name}:\n" + lines(count, lambda at: f"  {name[0]}{at}: {entry(at)}\n")


def alias_bomb():
    levels = ["l0: &l0 [lol]"]
    levels += [f"l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 9)}]" for at in range(1, 40)]
    return "\n".join(levels) + "\n"


def linked_stages(count):
    """Stages in a row, each with an artifact that all later ones need, and a handoff to the next."""
    text = PLAN.split("stages:")[0] + "stages:\n"
    for at in range(count):
        needs = f"a{at - 1}" if at else ""
        text += f"  s{at}: {{ lead: ml-engineer, does: x, needs: [{needs}], produces: {{ a{at}: out/{at}/*.bin }} }}\n"
    text += "handoffs:\n"
    return text + lines(count - 1, lambda at: f"  h{at}: {{ from: s{at}, to: s{at + 1}, passes: [a{at}] }}\n")


def documents(count, path):
    return PLAN + "documents:\n" + lines(count, lambda at: f"  d{at}: {{ path: {path(at)}, template: model-card, owner: ml-engineer }}\n")


ONE_DOCUMENT = documents(1, lambda at: "docs/card.md")
ONE_VALUE = PLAN + 'metrics:\n  m: { means: x, unit: ratio, better: higher, target: 0.5, value: "m.%s#a.b" }\n'
ONE_ARTIFACT = PLAN.replace("does: train", "does: train, produces: { model: models/a.onnx }")


def manifest(text):
    return {"lifecycle.yaml": text}


def stage_of(produces):
    """A plan whose one stage makes these artifacts."""
    return PLAN.replace("does: train", "does: train, produces: { " + produces + " }")


def owners(text, forge="github", plan=ONE_ARTIFACT):
    return {"lifecycle.yaml": plan, "models/a.onnx": "x", f".{forge}/CODEOWNERS": text, "planlint.yaml": f"forge: {forge}\n"}


def document(text):
    return {"lifecycle.yaml": ONE_DOCUMENT, "docs/card.md": text}


def measured(ending, text):
    return {"lifecycle.yaml": ONE_VALUE % ending, f"m.{ending}": text}


CASES = {
    "an ordinary plan": lambda: manifest(PLAN),
    # YAML
    "16 MiB of list dashes, a line each": lambda: manifest("-\n" * (8 * MEGA - 8)),
    "16 MiB of `- ` in one line": lambda: manifest("- " * (8 * MEGA - 8)),
    "16 MiB of `[`": lambda: manifest("[" * (16 * MEGA - 8)),
    "16 MiB of `[],`": lambda: manifest("[" + "[]," * (5 * MEGA) + "]"),
    "16 MiB of `a,` in brackets": lambda: manifest("[" + "a," * (8 * MEGA - 8) + "]"),
    "16 MiB of `? `": lambda: manifest("? " * (8 * MEGA - 8)),
    "16 MiB of comments": lambda: manifest("#\n" * (8 * MEGA - 8)),
    "16 MiB of blank lines": lambda: manifest("\n" * (16 * MEGA - 8)),
    "16 MiB of one word": lambda: manifest("x" * (16 * MEGA - 8)),
    "a key of 15 MiB": lambda: manifest("x" * (15 * MEGA) + ": 1\n"),
    "a value of 15 MiB": lambda: manifest(PLAN + "about: " + "word " * (3 * MEGA) + "\n"),
    "a quote of 15 MiB that is not closed": lambda: manifest('about: "' + "word\n " * (2 * MEGA)),
    "100,000 levels of blocks": lambda: manifest(lines(2000, lambda at: " " * at + "a:\n")),
    "100,000 brackets in each other": lambda: manifest("[" * DEEP + "]" * DEEP),
    "a bomb of aliases": lambda: manifest(alias_bomb()),
    "a million aliases of one word": lambda: manifest("a: &a x\nb:\n" + "- *a\n" * MEGA),
    "a million anchors": lambda: manifest("b:\n" + lines(MEGA, lambda at: f"- &a{at} x\n")),
    "300,000 values that need quotes": lambda: manifest(lines(300_000, lambda at: f"k{at}: @x\n")),
    "16 MiB of `%`": lambda: manifest("%" * (16 * MEGA - 8)),
    "16 MiB of `&`": lambda: manifest("&" * (16 * MEGA - 8)),
    "a million tags": lambda: manifest("b:\n" + "- !x y\n" * MEGA),
    "a million merge keys": lambda: manifest("a: &a { x: 1 }\nb:\n" + "- { <<: *a }\n" * MEGA),
    "a million lines, each key twice": lambda: manifest(lines(MEGA // 2, lambda at: f"k{at}: 1\nk{at}: 1\n")),
    "16 MiB of bytes that are no UTF-8": lambda: manifest(b"\xff" * (16 * MEGA - 8)),
    # Shape
    "10,000 unknown keys": lambda: manifest(PLAN + lines(10_000, lambda at: f"ownr{at}: 1\n")),
    "500,000 unknown keys": lambda: manifest(PLAN + lines(500_000, lambda at: f"ownr{at}: 1\n")),
    "10,000 stages with 10 unknown keys each": lambda: manifest(
        PLAN + lines(10_000, lambda at: f"  s{at}: {{ {', '.join(f'k{n}: 1' for n in range(10))} }}\n")
    ),
    "500,000 items of the wrong type": lambda: manifest(PLAN + "waivers:\n" + "- 1\n" * 500_000),
    "300,000 numbers for handles": lambda: manifest(section("roles2", 1, lambda at: "1").replace("roles2", "x-r") + "skip:\n" + lines(300_000, lambda at: f"  s{at}: 1\n")),
    # Meaning
    "10,000 stages and handoffs in a row": lambda: manifest(linked_stages(10_000)),
    "50,000 roles": lambda: manifest(PLAN.split("roles:")[0] + "roles:\n" + lines(50_000, lambda at: f'  r{at}: "@u{at}"\n')),
    "50,000 metrics of one meaning": lambda: manifest(section("metrics", 50_000, lambda at: "{ means: the share of all, unit: ratio, better: higher, target: 0.5 }")),
    "50,000 sources": lambda: manifest(section("sources", 50_000, lambda at: "{ owner: data-engineer, contract: contracts/a.yaml }")),
    "50,000 documents": lambda: manifest(documents(50_000, lambda at: f"docs/{at}.md")),
    "50,000 alerts": lambda: manifest(section("alerts", 50_000, lambda at: "{ metric: m, owner: ml-engineer, respond: 1d, runbook: docs/runbook.md }")),
    "50,000 meetings": lambda: manifest(section("meetings", 50_000, lambda at: "{ every: 1w, roles: [ml-engineer, data-engineer], chair: ml-engineer }")),
    "50,000 consumers": lambda: manifest(section("consumers", 50_000, lambda at: "{ uses: [x], owner: ml-engineer, channel: y }")),
    "50,000 risks": lambda: manifest(section("risks", 50_000, lambda at: "{ what: x, owner: ml-engineer, mitigation: y }")),
    "50,000 waivers": lambda: manifest(PLAN + "waivers:\n" + lines(50_000, lambda at: f'- {{ rule: stage-order, at: stages.s{at}, reason: x, until: 2026-01-01, by: "@a" }}\n')),
    "50,000 references to nothing": lambda: manifest(PLAN + "handoffs:\n" + lines(50_000, lambda at: f"  h{at}: {{ from: s{at}, to: t{at}, passes: [u{at}] }}\n")),
    "a stage that needs 300,000 things": lambda: manifest(PLAN.replace("does: train", "does: train, needs: [" + ", ".join(f"n{at}" for at in range(300_000)) + "]")),
    "a handoff that passes 300,000 things": lambda: manifest(PLAN + "handoffs:\n  h: { from: model-development, to: model-development, passes: [" + ", ".join(f"n{at}" for at in range(300_000)) + "] }\n"),
    "2,000 manifests of one project": lambda: {f"a{at}/lifecycle.yaml": PLAN for at in range(2_000)},
    # Globs and paths
    "a glob of 1,000 `**/` over 10,000 long paths": lambda: {
        "lifecycle.yaml": PLAN.replace("does: train", 'does: train, produces: { m: "' + "**/" * 1000 + 'a" }'),
        **{f"{'d/' * 100}f{at}": "" for at in range(10_000)},
    },
    "a glob of `*a*a*a…` over 10,000 long names": lambda: {
        "lifecycle.yaml": PLAN.replace("does: train", 'does: train, produces: { m: "' + "*a" * 500 + 'b" }'),
        **{f"{'a' * 200}{at}": "" for at in range(10_000)},
    },
    "2,000 globs over 20,000 paths": lambda: {
        "lifecycle.yaml": PLAN.replace("does: train", "does: train, produces: { " + ", ".join(f'm{at}: "out/*{at}*.bin"' for at in range(2_000)) + " }"),
        **{f"out/{at}.bin": "" for at in range(20_000)},
    },
    "2,000 globs in the configuration": lambda: {"lifecycle.yaml": PLAN, "planlint.yaml": "exclude:\n" + lines(2_000, lambda at: f'  - "*a*{at}*b*"\n')},
    "a configuration of 15 MiB": lambda: {"lifecycle.yaml": PLAN, "planlint.yaml": "exclude:\n" + lines(800_000, lambda at: f'  - "*a*{at}*b"\n')},
    "100,000 teams": lambda: {"lifecycle.yaml": PLAN, "planlint.yaml": "teams:\n" + lines(100_000, lambda at: f'  "@o/t{at}": ["@u{at}"]\n')},
    "100,000 overrides": lambda: {"lifecycle.yaml": PLAN, "planlint.yaml": "overrides:\n" + lines(100_000, lambda at: f'  - {{ paths: ["a{at}/**"], levels: {{ stage-order: allow }} }}\n')},
    "a baseline of 100,000 entries": lambda: {"lifecycle.yaml": PLAN, "planlint-baseline.yaml": "baseline: 1\nfindings:\n" + lines(100_000, lambda at: f"  - {{ path: a{at}.yaml, rule: stage-order }}\n")},
    "2,000 artifacts that are not there, 20,000 paths": lambda: {
        "lifecycle.yaml": stage_of(lines(2_000, lambda at: f"m{at}: out/file{at}.bim, ")),
        **{f"out/file{at}.bin": "" for at in range(20_000)},
    },
    "2,000 globs that match nothing, 20,000 paths": lambda: {
        "lifecycle.yaml": stage_of(lines(2_000, lambda at: f'm{at}: "out/[f]*{at}*.bim", ')),
        **{f"out/file{at}.bin": "" for at in range(20_000)},
    },
    "2,000 globs with brackets over 20,000 paths": lambda: {
        "lifecycle.yaml": stage_of(lines(2_000, lambda at: f'm{at}: "out/[a-z]*{at}*", ')),
        **{f"out/file{at}.bin": "" for at in range(20_000)},
    },
    "2,000 globs that match all of 20,000 paths": lambda: {
        "lifecycle.yaml": stage_of(lines(2_000, lambda at: f'm{at}: "out/*{"*/" * (at % 2)}*", ')),
        **{f"out/file{at}.bin": "" for at in range(20_000)},
    },
    "5,000 globs and 5,000 paths in them": lambda: {
        "lifecycle.yaml": stage_of(lines(5_000, lambda at: f'm{at}: "a{at}/*", p{at}: a{at}/b.bin, ')),
    },
    "5,000 globs with `**` inside, and 5,000 paths like them": lambda: {
        "lifecycle.yaml": stage_of(lines(5_000, lambda at: f'm{at}: "a/**/f{at}*", '))
        + "  s: { lead: devops-engineer, does: x, produces: { " + lines(5_000, lambda at: f"p{at}: a/b/f{at}, ") + "} }\n",
    },
    "8,000 globs and 8,000 paths that each of them matches": lambda: {
        "lifecycle.yaml": stage_of(lines(8_000, lambda at: f'm{at}: "a/**", '))
        + "  s: { lead: devops-engineer, does: x, produces: { " + lines(8_000, lambda at: f"p{at}: a/f{at}, ") + "} }\n",
    },
    "5,000 globs under `ignore-changes` over 20,000 paths": lambda: {
        "lifecycle.yaml": stage_of("m: out")
        + "  deployment: { lead: devops-engineer, does: x }\nhandoffs:\n  h: { from: model-development, to: deployment, passes: [m], ignore-changes: ["
        + lines(5_000, lambda at: f'"out/*{at}*x", ')
        + "] }\n",
        "signoffs/p/h.yaml": '- { by: "@d", as: devops-engineer, at: 2025-01-06, verdict: accepted, of: { m: x } }\n',
        **{f"out/file{at}.bin": "" for at in range(20_000)},
    },
    "10,000 documents that are not there, 20,000 paths": lambda: {
        "lifecycle.yaml": documents(10_000, lambda at: f"docs/file{at}.mdx"),
        **{f"docs/file{at}.md": "" for at in range(20_000)},
    },
    "10,000 metrics whose values are not there, 20,000 paths": lambda: {
        "lifecycle.yaml": section("metrics", 10_000, lambda at: f'{{ means: x{at}, unit: ratio, better: higher, target: 0.5, value: "out/f{at}.jsom#a" }}'),
        **{f"out/f{at}.json": "" for at in range(20_000)},
    },
    "500 overrides": lambda: {"lifecycle.yaml": PLAN, "planlint.yaml": "overrides:\n" + lines(499, lambda at: f'  - {{ paths: ["**/*{at}*/{at}*", "{"?" * 200}"], levels: {{ stage-order: advice }} }}\n')},
    "2,000 manifests under 500 overrides": lambda: {
        "planlint.yaml": "overrides:\n" + lines(499, lambda at: f'  - {{ paths: ["**/*{at}*/*{at}*"], levels: {{ stage-order: advice }} }}\n'),
        **{f"a{at}/lifecycle.yaml": PLAN.replace("project: p", f"project: p{at}") for at in range(2_000)},
    },
    "a path of 4,000 bytes": lambda: {"lifecycle.yaml": PLAN, "d/" * 1_990 + "lifecycle.yaml": PLAN},
    "a folder 1,900 deep": lambda: {"lifecycle.yaml": PLAN, "d/" * 1_900 + "a": "x"},
    "10,000 names of 250 bytes": lambda: {"lifecycle.yaml": PLAN, **{f"{at:05}" + "é" * 110 + "lifecycle.yaml": "" for at in range(10_000)}},
    "`.gitignore` of 10 MB, 2,000 artifacts that are not there": lambda: {
        ".gitignore": lines(600_000, lambda at: f"*x{at}*y\n"),
        "lifecycle.yaml": stage_of(lines(2_000, lambda at: f"m{at}: out/file{at}.bin, ")),
    },
    "`.gitignore` of 10 MB, 2,000 files": lambda: {".gitignore": lines(600_000, lambda at: f"*x{at}*y\n"), "lifecycle.yaml": PLAN, **{f"a{at}": "" for at in range(2_000)}},
    "`.gitattributes` of 10 MB, 100 artifacts": lambda: {
        ".gitattributes": lines(500_000, lambda at: f"*x{at}*y text\n"),
        "lifecycle.yaml": stage_of(lines(100, lambda at: f"m{at}: out/file{at}.bin, ")),
        **{f"out/file{at}.bin": "x" for at in range(100)},
    },
    "`.gitattributes` of 10 MB, 2,000 documents": lambda: {
        ".gitattributes": lines(500_000, lambda at: f"*x{at}*y text\n"),
        "lifecycle.yaml": documents(2_000, lambda at: f"docs/c{at}.md"),
        **{f"docs/c{at}.md": "# a\n" for at in range(2_000)},
    },
    # Names that are nearly others
    "1,000 metrics, 1,000 alerts on others": lambda: manifest(
        section("metrics", 1_000, lambda at: f"{{ means: x{at}, unit: ratio, better: higher, target: 0.5 }}")
        + "alerts:\n" + lines(1_000, lambda at: f"  a{at}: {{ metric: m{at}x, owner: ml-engineer, respond: 1d, runbook: a.md }}\n")
    ),
    "20,000 metrics, 20,000 alerts": lambda: manifest(
        section("metrics", 20_000, lambda at: f"{{ means: x{at}, unit: ratio, better: higher, target: 0.5 }}")
        + "alerts:\n" + lines(20_000, lambda at: f"  a{at}: {{ metric: m{at}, owner: ml-engineer, respond: 1d, runbook: a.md }}\n")
    ),
    "10,000 needs of another project with 10,000 artifacts": lambda: {
        "a/lifecycle.yaml": stage_of(lines(10_000, lambda at: f"art{at}: a{at}, ")),
        "b/lifecycle.yaml": PLAN.replace("project: p", "project: q").replace("does: train", "does: train, needs: [" + lines(10_000, lambda at: f"p/arx{at}, ") + "]"),
    },
    "20,000 handoffs and as many sign-offs of others": lambda: {
        "lifecycle.yaml": linked_stages(20_000),
        **{f"signoffs/p/x{at}.yaml": "[]\n" for at in range(5_000)},
    },
    "10,000 alerts whose runbook has 5,000 other headings": lambda: {
        "lifecycle.yaml": section("alerts", 10_000, lambda at: f"{{ metric: m, owner: ml-engineer, respond: 1d, runbook: 'docs/r.md#headinx-{at}' }}"),
        "docs/r.md": lines(5_000, lambda at: f"# Heading {at}\n\nx\n\n"),
    },
    "2,000 documents of one text of 1 MB": lambda: {"lifecycle.yaml": documents(2_000, lambda at: "docs/card.md"), "docs/card.md": "# a\n\nTODO\n\n" * 90_000},
    "8 documents of 2 MB": lambda: {"lifecycle.yaml": documents(8, lambda at: f"docs/c{at}.md"), **{f"docs/c{at}.md": "# a\n\nTODO\n\n" * 150_000 for at in range(8)}},
    # Profiles of one's own
    "a profile of 20,000 stages and roles": lambda: {
        "planlint.yaml": "profiles: [own.yaml]\nprofile: own\n",
        "own.yaml": "profile: own\ntitle: Own\nroles:\n" + lines(20_000, lambda at: f"  r{at}: {{ title: R, duty: x }}\n") + "stages:\n" + lines(20_000, lambda at: f"  s{at}: {{ title: S, lead: r{at} }}\n"),
        "lifecycle.yaml": PLAN,
    },
    "a profile of 2,000 stages, a plan of 2,000 others": lambda: {
        "planlint.yaml": "profiles: [own.yaml]\nprofile: own\n",
        "own.yaml": "profile: own\ntitle: Own\nroles:\n" + lines(2_000, lambda at: f"  r{at}: {{ title: R, duty: x }}\n") + "stages:\n" + lines(2_000, lambda at: f"  s{at}: {{ title: S, lead: r{at} }}\n"),
        "lifecycle.yaml": PLAN + lines(2_000, lambda at: f"  sx{at}: {{ lead: ml-engineer, does: x }}\n") + "skip:\n" + lines(2_000, lambda at: f"  sy{at}: x\n"),
    },
    "a profile of 15 MiB": lambda: {"planlint.yaml": "profiles: [own.yaml]\n", "own.yaml": "profile: own\ntitle: " + "word " * (3 * MEGA) + "\n", "lifecycle.yaml": PLAN},
    # CODEOWNERS
    "CODEOWNERS of GitLab: 3 MB of sections with default owners": lambda: owners(lines(90_000, lambda at: f"[s{at}] @a @b\n*.onnx\n/models/\n"), "gitlab"),
    "CODEOWNERS of GitLab: 3 MB of exclusions": lambda: owners("[s] @a\n" + lines(300_000, lambda at: "!*.onn\n"), "gitlab"),
    "CODEOWNERS of GitLab: one line of 3 MB of owners": lambda: owners("* " + "@owner " * 420_000 + "\n", "gitlab"),
    "CODEOWNERS: 100,000 plain lines": lambda: owners(lines(100_000, lambda at: f"/src/{at}/ @a\n")),
    "CODEOWNERS: 100,000 lines with stars": lambda: owners(lines(100_000, lambda at: f"*a*{at}*b @a\n")),
    "CODEOWNERS: 3 MB of `*?*` patterns": lambda: owners(lines(280_000, lambda at: f"*?*{at % 100} @a\n")),
    "CODEOWNERS: 200,000 sections": lambda: owners(lines(200_000, lambda at: f"[s{at}]\n"), "gitlab"),
    "CODEOWNERS: 200,000 lines with 300,000 default owners": lambda: owners("[s] " + "@a " * 300_000 + "\n" + "x\n" * 200_000, "gitlab"),
    "CODEOWNERS: 100,000 lines, 2,000 artifacts": lambda: owners(
        lines(100_000, lambda at: f"/src/{at}/ @a\n"),
        plan=PLAN.replace("does: train", "does: train, produces: { " + ", ".join(f"m{at}: models/{at}.onnx" for at in range(2_000)) + " }"),
    ),
    # Markdown
    "Markdown: 1 MB of `[`": lambda: document("# T\n" + "[" * MEGA + "\n"),
    "Markdown: 1 MB of `[` and a `]`": lambda: document("# T\n" + "[" * MEGA + "]\n"),
    "Markdown: 1 MB of `[a](`": lambda: document("# T\n" + "[a](" * (MEGA // 4) + "\n"),
    "Markdown: 1 MB of `![a](b)[`": lambda: document("# T\n" + "![a](b)[" * (MEGA // 8) + "\n"),
    "Markdown: 1 MB of `*`": lambda: document("# T\n" + "*" * MEGA + "\n"),
    "Markdown: 1 MB of `*a_`": lambda: document("# T\n" + "*a_" * (MEGA // 3) + "\n"),
    "Markdown: 1 MB of `>`": lambda: document(">" * MEGA + "\n"),
    "Markdown: 1 MB of `> `": lambda: document("> " * (MEGA // 2) + "x\n"),
    "Markdown: 1 MB of nested lists": lambda: document(lines(1400, lambda at: " " * at + "- a\n")),
    "Markdown: 1 MB of `- `": lambda: document("- " * (MEGA // 2) + "x\n"),
    "Markdown: 1 MB of backticks": lambda: document("# T\n" + lines(1400, lambda at: "`" * at + " ") + "\n"),
    "Markdown: 1 MB of `{{`": lambda: document("# T\n" + "{{" * (MEGA // 2) + "\n"),
    "Markdown: 1 MB of `<`": lambda: document("# T\n" + "<" * MEGA + "\n"),
    "Markdown: 1 MB of `<a `": lambda: document("# T\n\nx" + "<a " * (MEGA // 3) + "\n"),
    "Markdown: 1 MB of `<!--`": lambda: document("# T\n\nx" + "<!--" * (MEGA // 4) + "\n"),
    "Markdown: 1 MB of `&`": lambda: document("# T\n" + "&a" * (MEGA // 2) + "\n"),
    "Markdown: 250,000 headings": lambda: document("# a\n" * 250_000),
    "Markdown: 100,000 headings, each with `TODO`": lambda: document("# a\nTODO\n\n" * 100_000),
    "Markdown: 150,000 link definitions": lambda: document(lines(120_000, lambda at: f"[a{at}]: b\n") + "[a1]" * 100_000),
    "Markdown: 100,000 footnotes": lambda: document(lines(90_000, lambda at: f"[^{at}]: b\n") + "[^1]" * 100_000),
    "Markdown: a table of 1 MB": lambda: document("|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|\n" * 500_000),
    "Markdown: 1 MB of `| `": lambda: document("a|" * (MEGA // 4) + "\n" + "-|" * (MEGA // 4) + "\n"),
    "Markdown: 1 MB of `~~`": lambda: document("# T\n" + "~~a " * (MEGA // 4) + "\n"),
    "Markdown: 1 MB of setext lines": lambda: document("a\n=\n" * (MEGA // 4)),
    "Markdown: 1 MB of ` id=`": lambda: document("<div" + ' id="' * (MEGA // 5) + ">\n"),
    "Markdown: 3 MB": lambda: document("# T\n" + "word " * (3 * MEGA // 5) + "\n"),
    # Measured values
    "JSON of depth 100,000": lambda: measured("json", "[" * DEEP + "]" * DEEP),
    "JSON with tabs, of depth 100,000": lambda: measured("json", "\t[" * DEEP + "]" * DEEP),
    "JSON: 8 MiB of numbers": lambda: measured("json", '{"a": [' + "1," * (4 * MEGA - 100) + "1]}"),
    "JSON: 8 MiB of keys": lambda: measured("json", "{" + ",".join(f'"k{at}":{at}' for at in range(400_000)) + "}"),
    "CSV: 8 MiB in one row": lambda: measured("csv", "a," * (4 * MEGA - 100)),
    "CSV: 8 MiB in 4 million rows": lambda: measured("csv", "a\n" * (4 * MEGA - 100)),
    "CSV: a quote of 8 MiB": lambda: measured("csv", 'a,b\n"' + "x" * (8 * MEGA - 100)),
    "CSV: 300,000 rows, 20,000 metrics of rows that are not there": lambda: {
        "lifecycle.yaml": section("metrics", 20_000, lambda at: f'{{ means: x{at}, unit: ratio, better: higher, target: 0.5, value: "m.csv#row{at}.v" }}'),
        "m.csv": "name,v\n" + lines(300_000, lambda at: f"rox{at},1\n"),
    },
    "JSON: 300,000 keys, 20,000 metrics of other keys": lambda: {
        "lifecycle.yaml": section("metrics", 20_000, lambda at: f'{{ means: x{at}, unit: ratio, better: higher, target: 0.5, value: "m.json#key{at}" }}'),
        "m.json": "{" + ",".join(f'"kex{at}":{at}' for at in range(300_000)) + "}",
    },
    "a value at 500,000 dots": lambda: {"lifecycle.yaml": ONE_VALUE.replace("m.%s#a.b", "m.json#" + "a." * 500_000), "m.json": "{}"},
    "YAML: 8 MiB of dashes": lambda: measured("yaml", "-\n" * (4 * MEGA - 100)),
    # Sign-offs
    "a sign-off of 100,000 entries": lambda: {
        **manifest(PLAN + "  deployment: { lead: devops-engineer, does: x }\nhandoffs:\n  h: { from: model-development, to: deployment, passes: [] }\n"),
        "signoffs/p/h.yaml": lines(100_000, lambda at: '- { by: "@d", as: devops-engineer, at: 2025-01-06, verdict: accepted, of: {} }\n'),
    },
    # Who and what git says
    "`.mailmap` of 10 MB": lambda: {"lifecycle.yaml": PLAN, "message": "x\n", ".mailmap": lines(200_000, lambda at: f"N{at} <a{at}@b.c> <d{at}@b.c>\n")},
    "`.mailmap` just under its limit, a change": lambda: {"lifecycle.yaml": PLAN, "message": "x\n", ".mailmap": lines(30_000, lambda at: f"N{at} <a{at}@b.c> <d{at}@b.c>\n")},
    "a message of 100 MB": lambda: {"lifecycle.yaml": PLAN, "message": "word " * (20 * MEGA) + "\n\nAccepted-by: @d\n"},
    "a message of 40 MB of trailers": lambda: {"lifecycle.yaml": PLAN, "message": "x\n\n" + "Accepted-by: @d\n" * (5 * MEGA // 2)},
    "20,000 sign-off files": lambda: {"lifecycle.yaml": PLAN, **{f"signoffs/p/h{at}.yaml": "- {}\n" for at in range(20_000)}},
}


BY_MESSAGE = ["--staged", "--message", "message"]

# What is checked by other arguments than none, once all is committed.
ARGUMENTS = {
    "`.mailmap` of 10 MB": BY_MESSAGE,
    "`.mailmap` just under its limit, a change": BY_MESSAGE,
    "a message of 100 MB": BY_MESSAGE,
    "a message of 40 MB of trailers": BY_MESSAGE,
}


def make_folders(folder):
    """Makes a folder with those around it, however many these are."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()


def repository(name, folder, files):
    for path, text in files.items():
        place = folder / path
        make_folders(place.parent)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    steps = [["init", "--quiet"], ["add", "--all", "--force"]]
    if ARGUMENTS.get(name):
        steps.append([*who, "commit", "--quiet", "--message", "x"])
    for words in steps:
        subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)


def measure(program, folder, arguments):
    """Seconds of CPU, peak of memory in MB, exit code, and what is said first."""
    out = folder.parent / "out"
    with open(out, "wb") as file:
        # Nothing is to take more than a tenth of this.
        stop = lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        process = subprocess.Popen([program, *arguments], cwd=folder, stdout=file, stderr=subprocess.STDOUT, preexec_fn=stop)
        _, status, used = os.wait4(process.pid, 0)
    words = out.read_bytes()[:400].decode(errors="replace").split("\n")[0]
    words = words if len(words) < 90 else words[:90].rstrip() + " …"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), words


def made(name, folder):
    """Makes the repository of a case in a process of its own, so that its memory is not counted; how many bytes it has."""
    words = [sys.executable, __file__, "--make", name, folder]
    return int(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def make(name, folder):
    files = CASES[name]()
    repository(name, pathlib.Path(folder), files)
    print(sum(len(text) if isinstance(text, bytes) else len(text.encode()) for text in files.values()))


def row(program, name):
    """The line of a case in the table, once it was run."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "repository"
        folder.mkdir()
        size = made(name, folder)
        arguments = ["lint", "--format", os.environ.get("FORMAT", "concise"), *ARGUMENTS.get(name, [])]
        seconds, peak, code, words = measure(program, folder, arguments)
    # What is said stands as code in the page, whatever it has in it.
    words = words.replace("|", "\\|").replace("`", "'")
    return f"| {name.replace('|', chr(92) + '|')} | {size:,} | {seconds:.2f} | {peak:.0f} | {code} | `{words}` |"


def write(page, table):
    """Puts the table between the marks of a page, with what it was measured on."""
    git, rustc = (
        subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.split()[at]
        for program, at in (("git", 2), ("rustc", 1))
    )
    system = f"{machine.processor()}, {os.cpu_count()} cores, {machine.memory():.0f} GiB"
    said = f"Measured on {datetime.date.today()}, built with the profile `profiling`: git {git}, rustc {rustc}, {system}."
    text = page.read_text()
    before, rest = text.split(BEGIN)
    page.write_text(before + BEGIN + "\n" + said + "\n\n" + table + "\n" + END + rest.split(END)[1])


def main():
    # Folders are removed one inside the other.
    sys.setrecursionlimit(20_000)
    if sys.argv[1] == "--make":
        return make(sys.argv[2], sys.argv[3])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("cases", nargs="*", help="words of the names of cases; all, where none are given")
    parser.add_argument("--write", type=pathlib.Path, metavar="PAGE", help="puts the table into this page")
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    names = [name for name in CASES if not given.cases or any(word in name for word in given.cases)]
    table = "| input | bytes | CPU s | peak MB | exit | what is said first |\n|---|--:|--:|--:|--:|---|\n"
    print(table, end="")
    for name in names:
        line = row(program, name) + "\n"
        print(line, end="", flush=True)
        table += line
    if given.write:
        write(given.write, table)


if __name__ == "__main__":
    main()
