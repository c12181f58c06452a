#!/usr/bin/env python3
"""Measures planlint against git, a YAML parser and other checkers, row by row of the table in docs/performance.md.

    benches/measure.py                       every row, as a table on standard output
    benches/measure.py --only R1 R5          these rows
    benches/measure.py --write               every row, into docs/performance.md

The commands of a row run in turn (A B A B …), and a row states the ratio of their medians. Repositories are made once
and kept in `target/measure` or the folder of `--folder`. Needs git, Rust, Python, and PyPI for the other checkers.
"""

import argparse
import os
import pathlib
import statistics
import sys
import time
from dataclasses import dataclass, field

import machine
import rows
from lab import Command, Lab

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


@dataclass
class Runs:
    """What so many runs of one command took."""

    command: Command
    wall: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    peak: int = 0

    def line(self, row):
        low, middle, high = statistics.quantiles(self.wall, n=4) if len(self.wall) > 1 else self.wall * 3
        spread = f"{milliseconds(middle)} ({milliseconds(low)} to {milliseconds(high)})"
        cpu = milliseconds(statistics.median(self.cpu))
        return f"| {row} | `{self.command.shown}` | {len(self.wall)} | {spread} | {cpu} | {self.peak / 1e6:,.0f} |"


def milliseconds(seconds):
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"


def run(command, runs=None):
    """Runs a command to its end; its output is read through a pipe or goes nowhere."""
    read, write = os.pipe() if command.is_read else (None, os.open(os.devnull, os.O_WRONLY))
    os.chdir(command.folder)
    actions = [(os.POSIX_SPAWN_DUP2, write, 1)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command.words[0], command.words, command.environment, file_actions=actions)
    os.close(write)
    if command.is_read:
        while os.read(read, 1 << 16):
            pass
        os.close(read)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    if code not in command.codes:
        raise SystemExit(f"`{command.shown}` in {command.folder} ends with {code}")
    if runs is not None:
        runs.wall.append(wall)
        runs.cpu.append(used.ru_utime + used.ru_stime)
        # Linux counts in KiB, and no lower than this process was when it started the other.
        runs.peak = max(runs.peak, used.ru_maxrss * 1024)


def in_turn(commands, rounds, is_cold):
    """A B A B …: what else the machine does meets all of them alike. A first round fills caches and is not counted."""
    found = [Runs(command) for command in commands]
    for number in range(0 if is_cold else -1, rounds):
        for runs in found:
            run(runs.command, runs if number >= 0 else None)
    return found


def yes(is_so):
    return "yes" if is_so else "**no**"


def measured(row, lab, rounds):
    """A line of the table, and the lines of the commands behind it."""
    print(f"{row.name}: {row.work}", file=sys.stderr, flush=True)
    found = in_turn(row.commands(lab), row.rounds if row.cold else rounds or row.rounds, row.cold)
    value, others = row.value(found, lab)
    must, aim = (bound(lab) if callable(bound) else bound for bound in (row.must, row.aim))
    reached = [yes(value >= one if row.more else value <= one) for one in (must, aim)]
    limits = [f"{'≥' if row.more else '≤'} {row.show(one)}" for one in (must, aim)]
    cells = [row.name, row.work, *limits, row.show(value) + others, *reached]
    return f"| {' | '.join(cells)} |", [runs.line(row.name) for runs in found]


def report(lines, details, lab):
    text = machine.description(lab) + "\n"
    text += "| row | work | must | aim | measured | must reached | aim reached |\n|---|---|--:|--:|--:|---|---|\n"
    text += "\n".join(lines) + "\n\nThe commands of each row, in turn; times in milliseconds:\n\n"
    text += "| row | command | runs | wall, median (quartiles) | CPU, median | peak MB |\n|---|---|--:|--:|--:|--:|\n"
    return text + "\n".join(details) + "\n"


def write(text):
    page = ROOT / "docs" / "performance.md"
    before, rest = page.read_text().split(BEGIN)
    page.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", metavar="ROW", help="R1 stands for R1-staged and R1-rev too")
    parser.add_argument("--rounds", type=int, help="how often each command runs [default: 3 to 200, by row]")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target" / "measure")
    parser.add_argument("--program", type=pathlib.Path, help="a planlint that is built already")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    given = parser.parse_args()
    names = [row.name for row in rows.ROWS]
    wanted = [name for name in names if not given.only or {name, name.split("-")[0]} & set(given.only)]
    unknown = set(given.only or ()) - set(names) - {name.split("-")[0] for name in names}
    if unknown:
        parser.error(f"no row is called {', '.join(sorted(unknown))}: take some of {', '.join(names)}")
    if given.write and (given.only or given.program):
        parser.error("what the page says is measured in one run, with the program that `cargo install` makes")
    lab = Lab(ROOT, given.folder.resolve(), given.program and given.program.resolve(), "install" in wanted)
    lines, details = [], []
    for row in rows.ROWS:
        if row.name in wanted:
            line, commands = measured(row, lab, given.rounds)
            lines.append(line)
            details += commands
    text = report(lines, details, lab)
    print(text)
    if given.write:
        write(text)


if __name__ == "__main__":
    main()
