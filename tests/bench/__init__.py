"""Benchmarks that print ratios; run them by hand, they are no tests."""
