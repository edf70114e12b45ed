"""The crisis method as pure functions: series and dates in, tags with their evidence out.

Nothing here opens the store or the network. ``engine`` puts the steps together; ``register``
and ``rules`` read what people decided from ``data/reference/crisis/``.
"""
