"""The rows of the table in docs/performance.md: what runs, what is compared, what must be reached, and its aim."""

import dataclasses
import statistics
import typing


@dataclasses.dataclass
class Row:
    name: str
    work: str
    must: typing.Any
    aim: typing.Any
    # From the lab to the commands that run in turn.
    commands: typing.Callable
    # From their runs and the lab to the figure that is held against both limits, and what else is said of it.
    value: typing.Callable
    rounds: int
    show: typing.Callable = "{:.2f} ×".format
    # Is more better?
    more: bool = False
    # Is it measured once, with nothing in any cache of its own?
    cold: bool = False


def wall(runs):
    return statistics.median(runs.wall)


def cpu(runs):
    return statistics.median(runs.cpu)


def first_to_second(found, lab):
    """How much longer the first command takes than the second."""
    one, other = found
    return wall(one) / wall(other), f" (CPU {cpu(one) / cpu(other):.2f} ×)"


def second_to_first(found, lab):
    """How much longer the second command takes than the first."""
    one, other = found
    return wall(other) / wall(one), f" (CPU {cpu(other) / cpu(one):.2f} ×)"


def last_to_first_cpu(found, lab):
    times = " → ".join(f"{cpu(runs) * 1000:,.0f}" for runs in found)
    return cpu(found[-1]) / cpu(found[0]), f" ({times} ms)"


def megabytes(size):
    return f"{size / 1e6:,.1f} MB"


def seconds(time):
    return f"{time:,.2f} s"


def small(lab):
    folder = lab.small()
    return [
        lab.lint(folder, "--staged", manifests=1),
        lab.command(folder, "git", "diff", "--cached", "--quiet", codes=(1,)),
    ]


def large_staged(lab):
    folder = lab.large()
    return [
        lab.lint(folder, "--staged", manifests=100),
        lab.command(folder, "git", "diff", "--cached", "--name-only"),
    ]


def large_revision(lab):
    folder = lab.large()
    return [
        lab.lint(folder, "--rev", "HEAD", manifests=100),
        lab.command(folder, "git", "ls-tree", "-r", "--name-only", "HEAD"),
    ]


def many(lab):
    folder = lab.many(10_000)
    return [lab.lint(folder, "--rev", "HEAD", manifests=10_000), lab.floor(folder, manifests=10_000)]


def few_and_many(lab):
    return [lab.lint(lab.many(count), "--rev", "HEAD", manifests=count) for count in (1_000, 10_000)]


def only_many(lab):
    return [lab.lint(lab.many(10_000), "--rev", "HEAD", manifests=10_000)]


def memory(times, constant):
    return lambda lab: times * lab.manifest_bytes(lab.many(10_000)) + constant * 1e6


def peak(found, lab):
    size = lab.manifest_bytes(lab.many(10_000))
    return found[0].peak, f" (for {megabytes(size)} of manifests)"


def findings(lab, *counts):
    words = ("--rev", "HEAD", "--max-findings", "all")
    return [lab.lint(lab.wrong(count), *words, manifests=1, findings=count) for count in counts]


def old(lab):
    folder = lab.old()
    return [
        lab.lint(folder, "--history", manifests=100, findings=None),
        lab.command(folder, "git", "log", "--raw", "HEAD"),
    ]


def other_checker(name, *words):
    def commands(lab):
        folder = lab.hundred()
        return [lab.lint(folder, manifests=100), lab.other(folder, name, *words)]

    return commands


ROWS = [
    Row(
        *("install", "`cargo install --locked --path .`, cold, sources at hand", 150, 90),
        commands=lambda lab: [lab.install()],
        value=lambda found, lab: (wall(found[0]), f" ({cpu(found[0]):,.0f} s of CPU)"),
        show=seconds,
        rounds=1,
        cold=True,
    ),
    Row(
        *("binary", "the program, stripped", 10e6, 6e6),
        commands=lambda lab: [],
        value=lambda found, lab: (lab.program.stat().st_size, ""),
        show=megabytes,
        rounds=0,
    ),
    Row(
        *("R5", "`lint --staged` to `git diff --cached --quiet`", 2, 1.3),
        commands=small,
        value=first_to_second,
        rounds=200,
    ),
    Row(
        *("R1-staged", "`lint --staged` to `git diff --cached --name-only`", 3, 2),
        commands=large_staged,
        value=first_to_second,
        rounds=40,
    ),
    Row(
        *("R1-rev", "`lint --rev HEAD` to `git ls-tree -r --name-only HEAD`", 2, 1.3),
        commands=large_revision,
        value=first_to_second,
        rounds=40,
    ),
    Row(
        *("R2", "`lint --rev HEAD` to reading and parsing the same blobs in one thread", 1.5, 1.0),
        commands=many,
        value=first_to_second,
        rounds=10,
    ),
    Row(
        *("R2-growth", "`lint --rev HEAD`, from 1,000 manifests to 10,000", 11, 10),
        commands=few_and_many,
        value=second_to_first,
        rounds=10,
    ),
    Row(
        *("R2-memory", "`lint --rev HEAD`, peak of memory", memory(4, 60), memory(2, 60)),
        commands=only_many,
        value=peak,
        show=megabytes,
        rounds=5,
    ),
    Row(
        *("R3", "10,000 findings in the human format through a pipe, CPU", 1, 0.3),
        commands=lambda lab: findings(lab, 10_000),
        value=lambda found, lab: (cpu(found[0]), ""),
        show=seconds,
        rounds=10,
    ),
    Row(
        *("R3-growth", "from 5,000 findings over 10,000 to 20,000, CPU", 4.4, 4),
        commands=lambda lab: findings(lab, 5_000, 10_000, 20_000),
        value=last_to_first_cpu,
        rounds=5,
    ),
    Row(
        *("R4", "`lint --history` to `git log --raw HEAD`", 1.2, 1.0),
        commands=old,
        value=first_to_second,
        rounds=7,
    ),
    Row(
        *("check-jsonschema", "100 manifests: check-jsonschema with the same schema to `lint`", 50, 100),
        commands=other_checker("check-jsonschema", "--schemafile", "SCHEMA"),
        value=second_to_first,
        more=True,
        rounds=5,
    ),
    Row(
        *("yamllint", "100 manifests: yamllint to `lint`", 50, 100),
        commands=other_checker("yamllint", "-d", "relaxed", "--no-warnings"),
        value=second_to_first,
        more=True,
        rounds=5,
    ),
]
