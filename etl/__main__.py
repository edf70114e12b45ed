"""``python -m etl``: the analyst's command."""

from etl.cli import main

raise SystemExit(main())
