"""What is measured and what it is measured on: repositories of every size, planlint, and the programs of others.

All of it is made once, under a name that changes with what makes it.
"""

import dataclasses
import functools
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys


@dataclasses.dataclass
class Command:
    """Words to run in a folder, as a reader is shown them, and how they may end."""

    words: list
    folder: pathlib.Path
    environment: dict
    shown: str
    codes: tuple = (0,)
    # Is its output read, or thrown away by the system?
    is_read: bool = False


class Lab:
    def __init__(self, root, folder, program, is_installed):
        """With a program that is there; else with the one that `install` makes, where it is to run; else with one
        that is built as a release."""
        self.root, self.folder, self.is_installed = root, folder, is_installed and not program
        self.given = program
        self.folder.mkdir(parents=True, exist_ok=True)
        home = folder / "home"
        home.mkdir(exist_ok=True)
        # Nothing of whoever measures is read; the toolchain stays where it is.
        kept = {name: os.environ[name] for name in ("PATH", "CARGO_HOME", "RUSTUP_HOME") if name in os.environ}
        user = pathlib.Path.home()
        self.tools = {"CARGO_HOME": f"{user}/.cargo", "RUSTUP_HOME": f"{user}/.rustup"} | kept
        self.environment = {"PATH": kept["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
        self.environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def call(self, *words, folder=None, **more):
        return subprocess.run(words, cwd=folder or self.root, check=True, stdout=subprocess.PIPE, text=True, **more).stdout

    def git(self, folder, *words, **more):
        return self.call("git", *words, folder=folder, env=self.environment, **more)

    # Repositories

    @functools.cached_property
    def maker(self):
        """What makes the repositories, in a few letters."""
        files = [self.root / "benches" / "generate.py", *sorted((self.root / "examples" / "churn").rglob("*"))]
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file()))
        return digest.hexdigest()[:8]

    def repository(self, name, *options, then):
        """Makes it elsewhere and moves it, so that it is there whole or not at all."""
        place = self.folder / f"{name}-{self.maker}"
        if not place.exists():
            unfinished = self.folder / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            print(f"  making {place.name}", file=sys.stderr, flush=True)
            self.call(sys.executable, "benches/generate.py", str(unfinished), *map(str, options), env=self.environment)
            then(unfinished)
            unfinished.rename(place)
        return place

    def stage(self, folder, count=1):
        """Stages another line in so many manifests."""
        for path in self.manifests(folder)[:count]:
            text = self.git(folder, "show", f"HEAD:{path}") + "# read again\n"
            blob = self.git(folder, "hash-object", "-w", "--stdin", input=text).strip()
            self.git(folder, "update-index", "--cacheinfo", f"100644,{blob},{path}")

    def check_out(self, folder):
        self.git(folder, "checkout-index", "--all", "--force")
        self.git(folder, "update-index", "-q", "--refresh")

    def manifests(self, folder):
        paths = self.git(folder, "ls-files").splitlines()
        return [path for path in paths if path.endswith("lifecycle.yaml")]

    @functools.cache
    def manifest_bytes(self, folder):
        sizes = self.git(folder, "ls-tree", "-r", "--format=%(objectsize) %(path)", "HEAD").splitlines()
        return sum(int(line.split()[0]) for line in sizes if line.endswith("lifecycle.yaml"))

    def small(self):
        options = ("--short", "--commits", 1, "--paths", 5, "--manifests", 1)
        return self.repository("R5", *options, then=self.stage)

    def twenty(self):
        options = ("--short", "--commits", 1, "--paths", 200, "--manifests", 20)
        return self.repository("twenty", *options, then=lambda folder: self.stage(folder, 20))

    def large(self):
        options = ("--short", "--commits", 1, "--paths", 100_000, "--manifests", 100)
        return self.repository("R1", *options, then=self.stage)

    def many(self, count):
        options = ("--short", "--commits", 1, "--paths", count, "--manifests", count)
        return self.repository(f"R2-{count}", *options, then=self.check_nothing_out)

    def wrong(self, count):
        options = ("--commits", 1, "--findings", count)
        return self.repository(f"R3-{count}", *options, then=self.check_nothing_out)

    def old(self):
        options = ("--commits", 50_000, "--paths", 2_000, "--manifests", 100)
        return self.repository("R4", *options, then=self.check_out)

    def hundred(self):
        options = ("--short", "--commits", 1, "--paths", 100, "--manifests", 100)
        return self.repository("hundred", *options, then=self.check_out)

    def check_nothing_out(self, folder):
        """Revisions are read, and no file on disk."""

    # Programs

    @functools.cached_property
    def program(self):
        if self.given:
            return self.given
        if self.is_installed:
            return self.folder / "installed" / "bin" / "planlint"
        self.call("cargo", "build", "--quiet", "--release", "--locked", env=os.environ | {"CARGO_TARGET_DIR": "target"})
        return self.root / "target" / "release" / "planlint"

    def command(self, folder, *words, shown=None, codes=(0,), is_read=False):
        return Command(list(words), folder, self.environment, shown or " ".join(words), codes, is_read)

    def lint(self, folder, *words, manifests, findings=0):
        """`planlint lint`, once it has said that it checks so many manifests, and that so much is wrong in them: `None`
        for what depends on the day."""
        codes = (0,) if findings == 0 else (1,)
        said = self.said([self.program, "lint", *words, "--format", "jsonl"], folder, codes)["summary"]
        if said["manifests"] != manifests or findings not in (None, said["error"] + said["warning"]):
            raise SystemExit(f"`lint {' '.join(words)}` in {folder} says {said}")
        shown = " ".join(["planlint", "lint", *words])
        return self.command(folder, str(self.program), "lint", *words, shown=shown, codes=codes, is_read=bool(findings))

    def said(self, words, folder, codes):
        """The last line that a command writes, as JSON. No more is kept: the peak of memory that Linux tells of a
        process begins with that of the process which started it."""
        last = b"{}"
        with subprocess.Popen(words, cwd=folder, env=self.environment, stdout=subprocess.PIPE) as run:
            for last in run.stdout:
                pass
        if run.returncode not in codes:
            raise SystemExit(f"`{' '.join(map(str, words))}` in {folder} ends with {run.returncode}")
        return json.loads(last)

    def install(self):
        """Into a folder that is empty, with the sources of all crates at hand."""
        self.call("cargo", "fetch", "--quiet", "--locked")
        built, installed = self.folder / "built", self.folder / "installed"
        shutil.rmtree(built, ignore_errors=True)
        shutil.rmtree(installed, ignore_errors=True)
        words = ["cargo", "install", "--quiet", "--locked", "--path", ".", "--root", str(installed)]
        environment = self.environment | self.tools | {"CARGO_TARGET_DIR": str(built)}
        return Command(words, self.root, environment, "cargo install --locked --path .")

    def floor(self, folder, manifests):
        """The program that only parses, once it has said that it reads so many manifests."""
        place = self.folder / "floor"
        words = ["cargo", "build", "--quiet", "--release", "--locked", "--manifest-path", "benches/floor/Cargo.toml"]
        self.call(*words, "--target-dir", str(place))
        command = self.command(folder, str(place / "release" / "planlint-floor"), ".", shown="planlint-floor .")
        said = self.call(*command.words, folder=folder)
        if not said.startswith(f"{manifests} manifests, {self.manifest_bytes(folder)} bytes"):
            raise SystemExit(f"`planlint-floor` in {folder} says {said}")
        return command

    @functools.cached_property
    def others(self):
        """The other checkers, in an environment of their own."""
        wanted = (self.root / "benches" / "requirements.txt").read_text()
        place, stamp = self.folder / "python", self.folder / "python" / "installed.txt"
        if not stamp.exists() or stamp.read_text() != wanted:
            self.call(sys.executable, "-m", "venv", "--clear", str(place))
            pip = [str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
            self.call(*pip, "-r", "benches/requirements.txt")
            stamp.write_text(wanted)
        return place / "bin"

    def other(self, folder, name, *words):
        """Another checker on all manifests, which must find nothing wrong."""
        schema = self.root / "schemas" / "lifecycle.v1.json"
        shown = " ".join([name, *words, "…"]).replace("SCHEMA", schema.name)
        words = [word.replace("SCHEMA", str(schema)) for word in words]
        return self.command(folder, str(self.others / name), *words, *self.manifests(folder), shown=shown)
