#!/bin/sh
# planlint hook: checks what is about to be committed, never what only lies on disk.
# `planlint hook install` writes it with these three lines filled in, `planlint hook uninstall` removes it.
hook=pre-commit
planlint=planlint
optional=${PLANLINT_OPTIONAL:-0}

# The hook that was here before runs first. The variable keeps two hooks that call each other from looping.
before=${0%/*}/$hook.before-planlint
if [ -x "$before" ] && [ "${PLANLINT_HOOK-}" != "$hook" ]; then
  PLANLINT_HOOK=$hook "$before" "$@" || exit
fi

if ! command -v "$planlint" >/dev/null 2>&1; then
  named=$planlint planlint=planlint
  if ! command -v planlint >/dev/null 2>&1; then
    echo "planlint: the plan was not checked: the program is neither at \`$named\` nor on the PATH" >&2
    [ "$optional" = 1 ] && exit 0
    echo "planlint: install it again, or commit once without it by setting PLANLINT_OPTIONAL=1" >&2
    exit 1
  fi
fi
exec "$planlint" lint --staged
