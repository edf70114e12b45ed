"""The verb ``load``: publishers' files, own files, or own files beside what is there already."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl.catalogue import Source, load_catalogue
from etl.errors import DataError
from etl.load import load_folder
from etl.own import tension
from etl.own.columns import PATTERN
from etl.own.take_in import Own, own_files, take_in
from etl.present import start_from
from etl.publish import Published, publish
from etl.reading import open_workspace
from etl.reference import load_reference
from store.connection import REFERENCE


def run(folder: Path, screen: Console, store: Path) -> Published:
    """Load a folder and publish; raises DataError, and leaves the store, when a row is wrong.

    With only own files in the folder their figures are added to the present store, or to the
    snapshot when there is none. With publishers' files too, all of those must be there.
    """
    sources = load_catalogue()
    if not folder.is_dir():
        raise DataError("this folder does not exist.", file=str(folder),
                        advice="Give the folder with the publishers' files after --from.")
    own = own_files(folder)
    publishers = _has_publishers_file(sources, folder)
    if not own and not publishers:
        raise DataError(
            "no file here has a name that is known.", file=str(folder),
            advice=f"Name figures of your own {PATTERN} or {tension.PATTERN}; the names of "
                   "publishers' files are in etl/catalogue.toml.")
    workspace = open_workspace()
    try:
        if own and not publishers:
            start_from(workspace, store)
        else:
            _load(workspace, sources, folder, screen)
        if own:
            _add(workspace, own, screen)
        return publish(workspace, store, REFERENCE, "load")
    finally:
        workspace.close()


def _has_publishers_file(sources: tuple[Source, ...], folder: Path) -> bool:
    names = {Path(file.name).name for source in sources for file in source.files}
    return any(path.name in names for path in folder.rglob("*"))


def _load(
    workspace: duckdb.DuckDBPyConnection, sources: tuple[Source, ...], folder: Path,
    screen: Console,
) -> None:
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                  TimeElapsedColumn(), console=screen) as bar:
        files = {source.source_id: len(source.files) for source in sources if source.files}
        tasks = {source_id: bar.add_task(source_id, total=total, start=False)
                 for source_id, total in files.items()}
        order = list(tasks.values())
        bar.start_task(order[0])

        def progress(source_id: str, done: int, total: int) -> None:
            """Fill the bar of a source that is read, and let the time of the next one run."""
            bar.update(tasks[source_id], completed=files[source_id])
            if done < total:
                bar.start_task(order[done])

        load_folder(workspace, sources, folder, progress)


def _add(workspace: duckdb.DuckDBPyConnection, own: Own, screen: Console) -> None:
    load_reference(workspace, REFERENCE)
    for source_id, figures in take_in(workspace, own).items():
        screen.print(f"added: {figures} figure(s) of {source_id}", markup=False)
