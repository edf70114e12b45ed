"""The store: the DuckDB file that etl/ writes and explorer/ reads, and nothing else."""
