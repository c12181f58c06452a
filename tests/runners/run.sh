#!/usr/bin/env bash
# Has the hook runners of hooks/README.md check real commits. Needs Python, node, npm and their registries.
# Names of runners as arguments limit the run to them. Two build planlint by themselves, as pre-commit has them do.
set -euo pipefail
cd "$(dirname "$0")/../.."

source=$PWD
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
cargo build --quiet --locked
program=$(dirname "$(cargo metadata --locked --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug/x")

runners=("$@")
[ $# -gt 0 ] || runners=(git git-scripts pre-commit prek lefthook husky pre-commit-python pre-commit-rust)

python3 -m venv "$world/python"
"$world/python/bin/pip" install --quiet --disable-pip-version-check -r tests/runners/requirements.txt
mkdir "$world/node"
cp tests/runners/package.json "$world/node"
(cd "$world/node" && npm install --silent --no-audit --no-fund --ignore-scripts)

for name in $(compgen -e GIT_) CI; do unset "$name"; done
home=$HOME
mkdir "$world/home"
export HOME=$world/home XDG_CONFIG_HOME=$world/home XDG_CACHE_HOME=$world/home/.cache
export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 LC_ALL=C
bare=$(dirname "$(command -v git)"):/usr/bin:/bin
export CARGO_HOME=${CARGO_HOME:-$home/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$home/.rustup}
export PATH=$program:$world/python/bin:$world/node/node_modules/.bin:$PATH
git config --global user.name Ada
git config --global user.email ada@example.org
git config --global init.defaultBranch main
git config --global protocol.file.allow always
git config --global advice.detachedHead false

# The entries of .pre-commit-hooks.yaml, as a repository that pre-commit can clone.
git init --quiet "$world/entries"
cp .pre-commit-hooks.yaml "$world/entries"
git -C "$world/entries" add --all
git -C "$world/entries" commit --quiet --message entries
revision=$(git -C "$world/entries" rev-parse HEAD)

# The same with all that a build takes, for the hooks that build; profiles that build fast.
sources() {
    [ ! -d "$world/sources" ] || return 0
    git -C "$source" ls-files -z --cached --others --exclude-standard --deduplicate |
        tar --create --directory "$source" --null --files-from=- |
        (mkdir "$world/sources" && tar --extract --directory "$world/sources")
    git -C "$world/sources" init --quiet
    git -C "$world/sources" add --all
    git -C "$world/sources" commit --quiet --message sources
    export CARGO_TARGET_DIR=$world/target MATURIN_PEP517_ARGS=--locked
    export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
}

# What stands between the fences of a language below a heading of hooks/README.md; the nth of them.
snippet() {
    awk -v heading="## $1" -v language="\`\`\`$2" -v wanted="$3" '
        /^## / { here = $0 == heading }
        /^```/ && inside { inside = 0; next }
        here && index($0, language) == 1 { inside = 1; count++; next }
        inside && count == wanted' "$source/hooks/README.md"
}

ours() {
    sed -e "s|https://github.com/planlint/planlint|file://$world/entries|; s|rev: .*|rev: $revision|" \
        -e 's|- id: planlint$|- id: planlint-system|'
}

set_up_git() { planlint hook install; }

set_up_git_scripts() { planlint hook install --scripts; }

set_up_pre_commit() {
    snippet 'pre-commit and prek' yaml 1 | ours >.pre-commit-config.yaml
    pre-commit install
}

# The hook builds planlint itself, and the one on the PATH must not be the one that answers.
built() {
    sources
    snippet 'pre-commit and prek' yaml 1 |
        sed -e "s|https://github.com/planlint/planlint|file://$world/sources|" \
            -e "s|rev: .*|rev: $(git -C "$world/sources" rev-parse HEAD)|; s|- id: planlint\$|- id: $1|" \
            >.pre-commit-config.yaml
    pre-commit install --install-hooks
}

set_up_pre_commit_python() { built planlint-python; }

set_up_pre_commit_rust() { built planlint; }

set_up_prek() {
    snippet 'pre-commit and prek' yaml 1 | ours >.pre-commit-config.yaml
    prek install
}

set_up_lefthook() {
    snippet lefthook yaml 1 >lefthook.yml
    lefthook install
}

set_up_husky() {
    echo '{ "private": true }' >package.json
    husky
    sh -c "$(snippet husky sh 1)"
}

passed=0 failed=0

# A graphical client starts git with little on the PATH, which must suffice for what `hook install` wrote; a hook
# that builds planlint must not find another one there.
outside() {
    case $runner in
    git*) env -i PATH="$bare" HOME="$HOME" GIT_CONFIG_NOSYSTEM=1 "$@" ;;
    pre-commit-*) PATH=${PATH#"$program:"} "$@" ;;
    *) "$@" ;;
    esac
}

# The outcome that is wanted, what is tried, and the command; a refusal must name the rule.
expect() {
    local wanted=$1 what=$2 outcome=passes
    shift 2
    outside "$@" >"$world/said" 2>&1 </dev/null || outcome=stops
    if [ "$outcome" = stops ] && ! grep -q -e stage-without-lead -e done-without-outputs "$world/said"; then
        outcome='stops without a reason'
    fi
    if [ "$outcome" = "$wanted" ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    printf 'FAILED %s: %s: it %s, not %s\n' "$runner" "$what" "$outcome" "$wanted"
    sed 's/^/    /' "$world/said"
}

sound() { cp "$source/tests/rules/stage-without-lead/good.yaml" lifecycle.yaml; [ $# = 0 ] || echo "x-note: $1" >>lifecycle.yaml; }
faulty() { cp "$source/tests/rules/stage-without-lead/bad.yaml" lifecycle.yaml; }

commits() {
    sound
    echo one >notes.md
    git add --all
    git commit --quiet --no-verify --message start
    echo two >notes.md
    expect passes 'a commit that leaves the plan alone' git commit -am notes
    faulty; git add lifecycle.yaml; sound
    expect stops 'a plan that is bad only where it is staged' git commit -m staged
    sound staged; git add lifecycle.yaml; faulty
    expect passes 'a plan that is bad only on disk' git commit -m staged
    expect stops 'commit -a' git commit -am all
    sound all
    expect passes 'commit -a, mended' git commit -am all
    faulty
    expect stops 'commit PATH' git commit -m path lifecycle.yaml
    sound path; git add lifecycle.yaml; faulty
    echo three >notes.md
    expect passes 'commit PATH of another file' git commit -m path notes.md
    sound; git reset --quiet --hard

    git checkout --quiet -b side
    faulty
    git commit --quiet --no-verify --all --message side
    git checkout --quiet main
    echo four >notes.md
    expect passes 'a commit before the merge' git commit -am main
    expect stops 'a merge without conflicts' git merge --no-edit side
    git reset --quiet --hard
}

deletions() {
    cp -R "$source"/tests/rules/tree/. "$source"/tests/rules/done-without-outputs/good/. .
    git add --all
    expect passes 'a whole project' git commit -m project
    local bad=$source/tests/rules/done-without-outputs/bad
    xargs git rm --quiet --force -r -- <"$bad/absent.txt"
    expect stops 'a commit that only deletes' git commit -m delete
    git reset --quiet
    expect stops 'commit -a that only deletes' git commit -am delete
    expect stops 'commit PATH that only deletes' git commit -m delete .
}

# Elsewhere than at the top of the one work tree, and on a terminal without a size.
places() {
    sound
    mkdir below
    git add --all
    git commit --quiet --no-verify --message start
    rm -rf "$world/linked"
    git worktree add --quiet "$world/linked" -b linked
    [ "$runner" != husky ] || (cd "$world/linked" && husky)
    pushd "$world/linked" >/dev/null
    faulty
    expect stops 'a commit in a linked work tree' git commit -am linked
    sound linked
    expect passes 'a commit in a linked work tree, mended' git commit -am linked
    popd >/dev/null
    pushd below >/dev/null
    cp "$source/tests/rules/stage-without-lead/bad.yaml" ../lifecycle.yaml
    expect stops 'a commit from a folder below the top' git commit -am below
    popd >/dev/null
    expect stops 'a commit on a terminal of size 0' python3 "$source/tests/runners/terminal.py" git commit -am terminal
    sound terminal
    expect passes 'a commit on a terminal of size 0, mended' python3 "$source/tests/runners/terminal.py" git commit -am terminal
    git worktree remove --force "$world/linked"
}

pushes() {
    case $runner in pre-commit | prek) ;; *) return ;; esac
    {
        snippet 'pre-commit and prek' yaml 1
        echo '        stages: [pre-commit, pre-merge-commit]'
        snippet 'pre-commit and prek' yaml 2
    } | ours >.pre-commit-config.yaml
    "$runner" install --hook-type pre-push >/dev/null
    git init --quiet --bare "$world/server-$runner.git"
    git remote add origin "$world/server-$runner.git"
    sound
    git add --all
    git commit --quiet --no-verify --message sound
    expect passes 'a push' git push origin main
    faulty
    git commit --quiet --no-verify --all --message faulty
    sound; git add --all
    expect stops 'a push of a bad plan' git push origin main
    git checkout --quiet -b behind HEAD~1
    expect passes 'a push of another branch' git push origin behind
}

# What our own hook says of itself before and after.
ends() {
    case $runner in git | git-scripts) ;; *) return ;; esac
    planlint hook status >"$world/said"
    if planlint hook status | grep -q 'no hook\|not for'; then
        cat "$world/said"
        exit 1
    fi
    git hook list pre-commit >"$world/said" 2>/dev/null || return 0
    case $runner in
    git) grep -q '^planlint$' "$world/said" ;;
    git-scripts) grep -q '^hook from hookdir$' "$world/said" ;;
    esac || { echo "$runner: git lists other hooks:" && cat "$world/said" && exit 1; }
    passed=$((passed + 1))
}

for runner in "${runners[@]}"; do
    case $runner in pre-commit-*) parts=(deletions) ;; *) parts=(commits deletions places pushes ends) ;; esac
    for part in "${parts[@]}"; do
        rm -rf "$world/repository"
        git init --quiet "$world/repository"
        pushd "$world/repository" >/dev/null
        [ "$part" = commits ] || git commit --quiet --allow-empty --message empty
        "set_up_${runner//-/_}" >"$world/said" 2>&1 || { cat "$world/said"; exit 1; }
        "$part"
        popd >/dev/null
    done
done

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
