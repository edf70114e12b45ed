"""Replay servers that speak the publishers' formats, with made-up figures only."""
