"""The network: one polite client, and a cache that remembers where every answer came from."""
