"""From publishers' files to the store. The command is ``python -m etl``."""
