#!/usr/bin/env bash
# Second step of the action: runs `planlint lint` with the inputs, which come in the environment and stay data.
set -euo pipefail

# What an input says is never printed: the runner takes lines of the log for commands.
fail() {
    echo "::error title=planlint::$1"
    exit 2
}

# Elsewhere planlint itself says what it does not know, but with a line break in it the word could be a command.
[[ $PLANLINT_FORMAT =~ ^[a-z]+$ ]] || fail 'the input format is not the name of a format, such as github or concise'
command=(planlint lint "--format=$PLANLINT_FORMAT")
case $PLANLINT_DENY in
error | warning) command+=("--deny=$PLANLINT_DENY") ;;
never) ;;
*) fail 'the input deny is none of error, warning and never' ;;
esac
sarif=
case $PLANLINT_SARIF in
true)
    sarif=$RUNNER_TEMP/planlint.sarif
    rm -f "$sarif"
    command+=("--output=sarif=$sarif")
    ;;
false) ;;
*) fail 'the input sarif is neither true nor false' ;;
esac
# Split at blanks and line breaks, without a look at what files are called.
set -f
# shellcheck disable=SC2206
command+=($PLANLINT_ARGUMENTS)
set +f

outcome=0
"${command[@]}" || outcome=$?
{
    echo "exit-code=$outcome"
    if [ -n "$sarif" ] && [ -s "$sarif" ]; then
        echo "sarif-file=$sarif"
    fi
} >>"$GITHUB_OUTPUT"
if [ "$PLANLINT_DENY" = never ] && [ "$outcome" = 1 ]; then
    exit 0
fi
exit "$outcome"
