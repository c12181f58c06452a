#!/usr/bin/env bash
# Packs a program with what belongs to it: archive.sh TARGET PROGRAM FOLDER writes FOLDER/planlint-VERSION-TARGET.tar.gz
# (.zip for Windows) and its checksum. Manual pages and completions lie as they do below a prefix such as /usr/local.
set -euo pipefail

target=$1 program=$2 folder=$3
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=planlint-$version-$target
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT

mkdir -p "$draft/$name/bin" "$folder"
cp "$program" "$draft/$name/bin"
cp -R packaging/wheel/data/share "$draft/$name"
cp README.md CHANGELOG.md LICENSE LICENSE-APACHE LICENSE-MIT "$draft/$name"
case $target in
*-windows-*)
    archive=$name.zip
    (cd "$draft" && 7z a -bso0 "$archive" "$name")
    ;;
*)
    archive=$name.tar.gz
    tar --create --gzip --file "$draft/$archive" --directory "$draft" "$name"
    ;;
esac
mv "$draft/$archive" "$folder"
cd "$folder"
if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum --algorithm 256); fi
"${sum[@]}" "$archive" >"$archive.sha256"
echo "$folder/$archive"
