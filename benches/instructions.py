#!/usr/bin/env python3
"""Counts the instructions of `lint --staged`, and fails where they are a tenth more than those on record.

    benches/instructions.py             after a change
    benches/instructions.py --record    where the change is worth them, or has saved some

Valgrind runs the release as it is built by this toolchain. Its processor is the same wherever the real one has AVX2,
and no clock, cache or neighbour counts, so that only toolchain, C library and libgit2's C compiler are left to differ:
the record names them. Hash maps are seeded anew in each run, which moves the count by less than a hundredth.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from lab import Lab

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECORD = ROOT / "benches" / "instructions.json"
# How much more than on record is too much.
MOST = 1.10
# The repository, and how many manifests a check of it has.
CASES = {"five files, one manifest staged": (Lab.small, 1), "200 files, 20 manifests staged": (Lab.twenty, 20)}


def valgrind():
    """Where it is; it is installed where it is missing and can be."""
    if not shutil.which("valgrind"):
        if not shutil.which("apt-get") or os.geteuid() != 0:
            raise SystemExit("valgrind is not installed: nothing was counted")
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "--quiet", "update"], **quiet)
        subprocess.run(["apt-get", "--quiet", "install", "--yes", "--no-install-recommends", "valgrind"], **quiet)
    return shutil.which("valgrind")


def counted(lab, folder, manifests):
    """How many instructions one run takes, once it has said that it checks so many manifests."""
    lab.lint(folder, "--staged", manifests=manifests)
    words = [valgrind(), "--tool=callgrind", "--callgrind-out-file=/dev/null", str(lab.program), "lint", "--staged"]
    run = subprocess.run(words, cwd=folder, env=lab.environment, capture_output=True, text=True)
    total = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not total:
        raise SystemExit(f"`{' '.join(words)}` in {folder} ends with {run.returncode}:\n{run.stdout}{run.stderr}")
    return int(total[1])


def built_with():
    def first(*words):
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()[0]

    return {"rustc": first("rustc", "--version"), "cc": first("cc", "--version"), "libc": first("ldd", "--version")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="write the counts into the record")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target" / "measure")
    parser.add_argument("--program", type=pathlib.Path, help="a release that is built already")
    given = parser.parse_args()
    lab = Lab(ROOT, given.folder.resolve(), given.program and given.program.resolve(), False)
    found = {name: counted(lab, make(lab), manifests) for name, (make, manifests) in CASES.items()}
    if given.record:
        RECORD.write_text(json.dumps({"built with": built_with(), "instructions": found}, indent=2) + "\n")
        return
    record = json.loads(RECORD.read_text())
    wrong = False
    for name, count in found.items():
        known = record["instructions"][name]
        wrong |= count > known * MOST
        print(f"{name}: {count:,} instructions, {count / known:.3f} of the {known:,} on record")
    if record["built with"] != built_with():
        print(f"the record is of {record['built with']}, and this is {built_with()}")
    if wrong:
        sys.exit(f"that is more than {MOST:.2f}: find out why, or record it with `benches/instructions.py --record`")


if __name__ == "__main__":
    main()
