#!/usr/bin/env bash
# Prints a folder with a git that takes hooks from its configuration: the one on the PATH where it is 2.54 or later,
# else one built from the sources in Debian's archive. That takes two minutes, a compiler and apt; it is kept in target/.
set -euo pipefail
cd "$(dirname "$0")/../.."

is_new() {
    local version
    version=$("$1" --version 2>/dev/null | awk '{ print $3 }')
    [ "$(printf '%s\n2.54\n' "$version" | sort -V | head -n 1)" = 2.54 ]
}

place=$PWD/target/newer-git
if is_new git; then
    dirname "$(command -v git)"
    exit
fi
if is_new "$place/bin/git"; then
    echo "$place/bin"
    exit
fi

rm -rf "$place"
mkdir -p "$place"/{apt/lists/partial,apt/cache/archives/partial,source,bin}
keys=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb-src [signed-by=$keys] https://deb.debian.org/debian sid main" >"$place/apt/sources.list"
cat >"$place/apt/apt.conf" <<EOF
Dir::State::lists "$place/apt/lists";
Dir::Cache "$place/apt/cache";
Dir::Etc::sourcelist "$place/apt/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "root";
EOF
export APT_CONFIG=$place/apt/apt.conf
{
    apt-get --quiet update
    (cd "$place/source" && apt-get --quiet source --download-only git)
    tar --extract --strip-components=1 --directory "$place/source" --file "$place"/source/git_*.orig.tar.xz
    make --silent --directory "$place/source" -j2 CFLAGS=-O0 prefix="$place" git \
        NO_CURL=1 NO_EXPAT=1 NO_GETTEXT=1 NO_OPENSSL=1 NO_PERL=1 NO_PYTHON=1 NO_RUST=1 NO_TCLTK=1
    cp "$place/source/git" "$place/bin"
    ln -s git "$place/bin/git-receive-pack"
    ln -s git "$place/bin/git-upload-pack"
    mkdir -p "$place/share/git-core/templates/hooks"
    rm -rf "$place/source" "$place/apt"
} >&2
is_new "$place/bin/git" || { echo "the git in Debian's archive is older than 2.54" >&2; exit 1; }
echo "$place/bin"
