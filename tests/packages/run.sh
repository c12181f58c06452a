#!/usr/bin/env bash
# Builds the wheel as a release does, against a glibc of 2014, but in a profile that builds fast, and installs it as
# people do: by pip, by the GitHub action, and from a tarball. Needs Python and PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."

source=$PWD
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
passed=0
ok() { passed=$((passed + 1)); }

python3 -m venv "$world/tools"
"$world/tools/bin/pip" install --quiet --disable-pip-version-check -r tests/packages/requirements.txt
target=$(rustc -vV | sed -n 's/^host: //p')
# The linker of zig takes the symbols of an old glibc; maturin refuses a wheel that needs newer ones.
PATH=$world/tools/bin:$PATH CARGO_PROFILE_DEV_DEBUG=0 maturin build --quiet --locked --profile dev --zig \
    --target "$target" --compatibility manylinux2014 --out "$world/dist"
wheel=$(echo "$world"/dist/planlint-*.whl)
case $wheel in *-py3-none-*manylinux_2_17_*) ok ;; *) fail "the wheel is called $wheel" ;; esac

step() { printf -- '-- %s\n' "$*"; }

step pip, in an environment of its own
python3 -m venv "$world/fresh"
"$world/fresh/bin/pip" install --quiet --disable-pip-version-check --no-index "$world"/dist/*.whl
outside() { (cd "$world" && env -i PATH="$world/fresh/bin:/usr/bin:/bin" HOME="$world" "$@"); }
[ "$(outside sh -c 'command -v planlint')" = "$world/fresh/bin/planlint" ] || fail 'planlint is not on the PATH'
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
[ "$(outside planlint --version)" = "planlint $version" ] || fail 'it says another version'
outside planlint lint --help >/dev/null || fail 'it does not run'
(cd packaging/wheel/data && find share -type f) | while read -r file; do
    cmp "packaging/wheel/data/$file" "$world/fresh/$file" || fail "$file is not in the wheel"
done
outside bash -c ". '$world/fresh/share/bash-completion/completions/planlint' && complete -p planlint" >/dev/null ||
    fail 'bash does not take the completions'
ok
"$world/fresh/bin/pip" uninstall --quiet --yes planlint
[ ! -e "$world/fresh/bin/planlint" ] || fail 'it stays'
ok

step what the program needs of other machines
mkdir "$world/unpacked"
"$world/tools/bin/python" -m zipfile --extract "$wheel" "$world/unpacked"
program=$(find "$world/unpacked" -type f -name planlint -path '*scripts*')
chmod +x "$program"
needed=$(LC_ALL=C readelf --dynamic "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | tr '\n' ' ')
for library in $needed; do
    case $library in
    libc.so.* | libm.so.* | libgcc_s.so.* | libpthread.so.* | libdl.so.* | librt.so.* | libutil.so.* | ld-linux*) ;;
    *) fail "it needs $library, which a machine may lack" ;;
    esac
done
newest=$(LC_ALL=C readelf --version-info "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
[ "$(printf 'GLIBC_2.17\n%s\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.17 ] || fail "it needs $newest"
echo "   $needed- $newest"
ok

step the tarball
archive=$(packaging/archive.sh "$target" "$program" "$world/archives")
(cd "$world/archives" && sha256sum --quiet --check ./*.sha256)
tar --extract --file "$archive" --directory "$world"
[ "$("$world/planlint-$version-$target/bin/planlint" --version)" = "planlint $version" ] || fail 'it does not run'
MANPATH=$world/planlint-$version-$target/share/man
[ -s "$MANPATH/man1/planlint-lint.1" ] || fail 'it has no manual'
ok

step the action, which installs the wheel
git init --quiet "$world/repository"
mkdir "$world/runner"
cp tests/rules/stage-without-lead/bad.yaml "$world/repository/lifecycle.yaml"
act() {
    (cd "$world/repository" && env -i PATH="$1:$(dirname "$(command -v python3)"):/usr/bin:/bin" HOME="$world" \
        PIP_NO_INDEX=1 PIP_FIND_LINKS="$world/dist" RUNNER_TEMP="$world/runner" GITHUB_PATH="$world/path" \
        GITHUB_OUTPUT="$world/output" PLANLINT_VERSION="$version" PLANLINT_ARGUMENTS= PLANLINT_FORMAT=github \
        PLANLINT_SARIF=true PLANLINT_DENY=error bash "$source/action/$2")
}
act / install.sh
outcome=0
act "$(cat "$world/path")" lint.sh >"$world/log" || outcome=$?
[ "$outcome" = 1 ] || fail "the action ends with $outcome"
grep -q '^::error file=lifecycle.yaml,.*title=stage-without-lead::' "$world/log" || fail "no annotation: $(cat "$world/log")"
sarif=$(sed -n 's/^sarif-file=//p' "$world/output")
python3 - "$sarif" <<'EOF'
import json, sys
results = json.load(open(sys.argv[1]))["runs"][0]["results"]
assert any(result["ruleId"] == "stage-without-lead" for result in results), results
EOF
ok

printf '%s passed, 0 failed\n' "$passed"
