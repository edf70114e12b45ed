"""``python -m etl``: the analyst's command."""

import sys

try:
    from etl.cli import main

    code = main()
except KeyboardInterrupt:  # while the modules are read, before the command can tell of it
    print("stopped; the old store is still in place.", file=sys.stderr)
    code = 1
except ModuleNotFoundError as error:
    print(f"error: this Python does not have the package «{error.name}». Use the one of the "
          "project, see «Run» in README.md.", file=sys.stderr)
    code = 1
raise SystemExit(code)
