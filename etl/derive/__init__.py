"""What is computed from publishers' tables and reference data, at every build."""
