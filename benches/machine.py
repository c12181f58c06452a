"""On what, with what and when it was measured."""

import datetime
import os
import pathlib
import platform


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(": ", 1)[1] for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def memory():
    """In GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def commit(lab):
    """The commit that is measured, and whether anything differs from it that the program is made of."""
    if lab.given:
        return "an unknown commit, as a program that was given"
    name = lab.git(lab.root, "rev-parse", "--short=10", "HEAD").strip()
    changed = lab.git(lab.root, "status", "--porcelain", "--", "src", "schemas", "Cargo.toml", "Cargo.lock")
    return f"`{name}`" + (" with changes that are not committed" if changed else "")


def pinned(lab):
    lines = (lab.root / "benches" / "requirements.txt").read_text().split()
    return [line.replace("==", " ") for line in lines]


def parser(lab):
    """The version of the parser that planlint is held against."""
    lock = (lab.root / "benches" / "floor" / "Cargo.lock").read_text()
    version = lock.split('name = "unsafe-libyaml"\nversion = "')[1].split('"')[0]
    return f"unsafe-libyaml {version}"


def description(lab):
    git = lab.call("git", "--version").split()[2]
    rustc = lab.call("rustc", "--version").split()[1]
    versions = [f"git {git}", f"rustc {rustc}", parser(lab), *pinned(lab), f"Python {platform.python_version()}"]
    return (
        f"Measured on {datetime.date.today()}: planlint at {commit(lab)}, with {', '.join(versions)}.\n"
        f"{processor()}, {os.cpu_count()} cores, {memory():.0f} GiB; {platform.system()} {platform.release()}; "
        f"load average {os.getloadavg()[0]:.1f} at the end.\n"
    )
