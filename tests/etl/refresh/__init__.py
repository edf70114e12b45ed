"""``python -m etl refresh`` as analysts run it, against replay servers of all publishers."""
