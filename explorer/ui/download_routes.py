"""Stable addresses for the downloads: /download/figure.csv, .parquet, .json and alles.zip."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from explorer import downloads
from explorer.store import NoStore, Store, connect
from explorer.texts import Texts
from store.schema import TABLE

_EVERYTHING = "alles.zip"


def route() -> Route:
    """The one route of all downloads."""
    return Route("/download/{name}", download)


def download(request: Request) -> Response:
    """A table in the form that the name asks for; a calm 404 for a name that is not there."""
    name = request.path_params["name"]
    table, _, kind = name.rpartition(".")
    known = name == _EVERYTHING or (table in TABLE and kind in _KINDS)
    if not known:
        return PlainTextResponse(Texts("nl")("sources.no_download", name=name[:60]),
                                 status_code=404)
    try:
        store = connect()
    except NoStore:
        return PlainTextResponse(Texts("nl")("app.broken"), status_code=503)
    response = _everything(store) if name == _EVERYTHING else _KINDS[kind](store, table)
    version = store.data_version
    stem, _, ending = name.rpartition(".")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="studie-en-werk-{stem}-{version}.{ending}"')
    response.headers["Cache-Control"] = "no-cache"
    return response


def _closing(store: Store, pieces: Iterator[str]) -> Iterator[str]:
    try:
        yield from pieces
    finally:
        store.close()


def _csv(store: Store, table: str) -> Response:
    return StreamingResponse(_closing(store, downloads.csv_lines(store, table)),
                             media_type="text/csv; charset=utf-8")


def _parquet(store: Store, table: str) -> Response:
    try:
        return Response(downloads.parquet(store, table),
                        media_type="application/vnd.apache.parquet")
    finally:
        store.close()


def _metadata(store: Store, table: str) -> Response:
    try:
        text = json.dumps(downloads.metadata(store, table), ensure_ascii=False, indent=2)
        return Response(text, media_type="application/json; charset=utf-8")
    finally:
        store.close()


def _everything(store: Store) -> Response:
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _EVERYTHING
            downloads.everything(store, path)
            return Response(path.read_bytes(), media_type="application/zip")
    finally:
        store.close()


_KINDS: dict[str, Callable[[Store, str], Response]] = {
    "csv": _csv, "parquet": _parquet, "json": _metadata,
}
