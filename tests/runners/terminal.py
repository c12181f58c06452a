"""Runs a command on a terminal of size 0 by 0, as a hook may have it under pre-commit and prek."""

import os
import pty
import sys

print_size = ["sh", "-c", 'test "$(stty size)" = "0 0" || exit 99; exec "$@"', "sh"]
sys.exit(os.waitstatus_to_exitcode(pty.spawn(print_size + sys.argv[1:])))
