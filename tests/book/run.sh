#!/usr/bin/env bash
# Makes the book with mdBook, which may not warn, and holds every link of the pages that come out against them.
# Needs cargo, Python and crates.io. What was built once stays in target/mdbook.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=0.5.4
cargo install mdbook --version "$version" --locked --no-default-features --features search --debug --quiet --root target/mdbook
mdbook=target/mdbook/bin/mdbook

# An unknown key of the settings and markup that is not closed are only warned of.
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
make_book() {
    rm -rf "$2"
    "$mdbook" build "$1" --dest-dir "$2" 2>&1 | tee "$world/said"
    ! grep -q -e WARN -e ERROR "$world/said"
}
make_book docs "$PWD/target/book"
python3 tests/book/links.py target/book

# What must not pass does not.
broken() {
    rm -rf "$world/docs"
    cp -r docs "$world/docs"
    printf '\n%s\n' "$1" >>"$world/docs/README.md"
    if { make_book "$world/docs" "$world/book" && python3 tests/book/links.py "$world/book"; } >/dev/null 2>&1; then
        echo "FAILED: nobody minds $1"
        exit 1
    fi
}
broken '<b>never closed'
broken '[a link to nowhere](nowhere.md)'
broken '[a link to no heading](manifest.md#nowhere)'
echo '5 passed, 0 failed'
