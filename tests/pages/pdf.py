"""What is on a PDF of ours."""

from __future__ import annotations

import re
import zlib


def words_of(pdf: bytes) -> str:
    """Text of a PDF with the standard fonts, with one blank between words."""
    pages = b"".join(zlib.decompress(stream) for stream in
                     re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
                     if stream[:1] == b"x")
    text = b" ".join(re.findall(rb"\(((?:\\.|[^()\\])*)\) Tj", pages)).decode("cp1252")
    return re.sub(r"\s+", " ", re.sub(r"\\([()\\])", r"\1", text))


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type /Page\b", pdf))
