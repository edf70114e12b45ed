"""Live connectors against replay servers (all figures made up)."""
