#!/usr/bin/env bash
# Prints the variables with which a build in the current folder leaves the paths and the hour of its machine out of
# what it makes, a line each. The linker of Windows is told nothing.
set -euo pipefail

home=${CARGO_HOME:-$HOME/.cargo}
case ${TARGET-} in
*-msvc) ;;
*)
    echo "RUSTFLAGS=--remap-path-prefix=$PWD=/planlint --remap-path-prefix=$home=/cargo"
    echo "CFLAGS=-ffile-prefix-map=$PWD=/planlint -ffile-prefix-map=$home=/cargo"
    ;;
esac
echo "SOURCE_DATE_EPOCH=$(git -C "$(dirname "$0")" log -1 --format=%ct)"
