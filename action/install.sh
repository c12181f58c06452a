#!/usr/bin/env bash
# First step of the action: puts planlint on the PATH. PLANLINT_VERSION is a version, or `system`.
set -euo pipefail

# What an input says is never printed: the runner takes lines of the log for commands.
fail() {
    echo "::error title=planlint::$1"
    exit 2
}

if [ "$PLANLINT_VERSION" = system ]; then
    command -v planlint >/dev/null || fail 'planlint is not on the PATH: install it in a step before this one, or name a version'
    exit
fi
[[ $PLANLINT_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+([a-z0-9.+-]*)$ ]] ||
    fail 'the input version is neither a version such as 0.1.0 nor the word system'
python=$(command -v python3 || command -v python) ||
    fail 'there is no Python to install planlint with: add a step with actions/setup-python before this one'

place=$RUNNER_TEMP/planlint-$PLANLINT_VERSION
"$python" -m venv "$place"
folder=$place/bin
[ -d "$folder" ] || folder=$place/Scripts
# Only wheels: building from source would run code of whatever a registry serves.
"$folder/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    "planlint==$PLANLINT_VERSION"
echo "$folder" >>"$GITHUB_PATH"
