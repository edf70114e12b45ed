"""``python -m etl`` as people type it: verbs, output, exit codes, and one line when it fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.catalogue import load_catalogue
from etl.cli import parser
from store.connection import ROOT
from store.schema import TABLES

VERBS = ("build", "load", "template", "refresh", "rio", "snapshot", "check", "crisis", "status",
         "diff", "history", "rollback", "dictionary")


def etl(store: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command with OUTLOOK_STORE pointing at ``store``."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)], cwd=ROOT, capture_output=True,
        encoding="utf-8", check=False,
        env={**os.environ, "OUTLOOK_STORE": str(store), "COLUMNS": "200", "PYTHONUTF8": "1"},
    )


def printed(done: subprocess.CompletedProcess[str]) -> str:
    """Standard output of a command that must have succeeded without complaints."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def small_copy(small_store_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_store_path, tmp_path / "copy.duckdb"))


def test_help_names_every_verb_and_shows_examples(tmp_path: Path) -> None:
    text = printed(etl(tmp_path / "none", "--help"))
    for verb in VERBS:
        assert re.search(rf"^    {verb}\b", text, re.MULTILINE), verb
        assert f"python -m etl {verb}" in text
    assert "OUTLOOK_STORE" in text


def test_examples_in_the_help_are_commands_that_exist(tmp_path: Path) -> None:
    text = printed(etl(tmp_path / "none", "--help"))
    examples = re.findall(r"^  python -m etl (\S.*?)(?: > \S+)?   ", text, re.MULTILINE)
    assert {parser().parse_args(example.split()).verb for example in examples} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_its_options(verb: str, tmp_path: Path) -> None:
    text = printed(etl(tmp_path / "none", verb, "--help"))
    assert "--quiet" in text
    assert "--json" in text


def test_build_makes_the_store_that_outlook_store_names(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "made.duckdb"
    text = printed(etl(target, "build"))
    assert "is in place" in text
    assert [path.name for path in target.parent.iterdir()] == ["made.duckdb"]
    result = json.loads(printed(etl(target, "build", "--json")))
    assert result["tables"]["programme"] > 0
    assert result["store"]["made_by"] == "build"
    assert [check["name"] for check in result["checks"] if not check["ok"]
            and check["level"] == "error"] == []


def test_load_of_the_publishers_files_gives_the_same_tables_as_build(
    shared_data: Path, tmp_path: Path
) -> None:
    built = json.loads(printed(etl(tmp_path / "a.duckdb", "build", "--json")))
    loaded = json.loads(printed(etl(tmp_path / "b.duckdb", "load", "--from", shared_data,
                                    "--json")))
    assert loaded["tables"] == built["tables"]
    assert loaded["store"]["data_version"] == built["store"]["data_version"]
    assert (built["store"]["made_by"], loaded["store"]["made_by"]) == ("build", "load")


def test_check_lists_every_check(small_copy: Path) -> None:
    assert "link: weights add up to 1" in printed(etl(small_copy, "check"))
    results = json.loads(printed(etl(small_copy, "check", "--json")))
    assert {"name", "level", "ok", "detail"} == set(results[0])


def test_check_fails_on_a_wrong_store(small_copy: Path) -> None:
    with duckdb.connect(str(small_copy)) as store:
        store.execute("UPDATE figure SET value = 1e9 WHERE indicator_id = 'tension_now'")
    done = etl(small_copy, "check")
    assert done.returncode == 1
    assert "FAILS" in done.stdout


def test_status_shows_every_source_with_licence(small_copy: Path) -> None:
    text = printed(etl(small_copy, "status"))
    assert "CC BY 4.0" in text
    sources = json.loads(printed(etl(small_copy, "status", "--json")))["sources"]
    assert {source["source_id"] for source in sources} == {
        *(source.source_id for source in load_catalogue() if source.files), "made_up_page"
    }
    assert all(source["licence"] and source["age_days"] >= 0 for source in sources)


def test_snapshot_goes_to_the_folder_it_is_told(small_copy: Path, tmp_path: Path) -> None:
    manifest = json.loads(printed(etl(small_copy, "snapshot", "--to", tmp_path / "s", "--json")))
    assert json.loads((tmp_path / "s" / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert "Snapshot of" in printed(etl(small_copy, "snapshot", "--to", tmp_path / "s"))


def test_dictionary_describes_every_column(small_copy: Path) -> None:
    text = printed(etl(small_copy, "dictionary"))
    for table in TABLES:
        assert f"### {table.name}\n" in text
        assert all(f"| `{name}` |" in text for name in table.column_names())
    assert json.loads(printed(etl(small_copy, "dictionary", "--json"))) == {"markdown": text}


@pytest.mark.parametrize("verb", ["build", "check", "status", "dictionary"])
def test_quiet_prints_nothing(small_copy: Path, verb: str) -> None:
    assert not printed(etl(small_copy, verb, "--quiet"))


@pytest.mark.parametrize("verb", ["check", "status", "dictionary", "snapshot"])
def test_no_store_is_one_line_with_advice(tmp_path: Path, verb: str) -> None:
    done = etl(tmp_path / "none.duckdb", verb)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "there is no store yet. Make it with «python -m etl build»" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["not a database", ""])
def test_file_that_is_no_store_is_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "wrong.duckdb").write_text(content)
    done = etl(tmp_path / "wrong.duckdb", "status")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "not a store that can be opened" in done.stderr


def test_database_of_something_else_is_one_line(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE something (a INTEGER)")
    done = etl(tmp_path / "other.duckdb", "check")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_load_from_a_folder_that_does_not_exist(small_copy: Path, tmp_path: Path) -> None:
    before = small_copy.read_bytes()
    done = etl(small_copy, "load", "--from", tmp_path / "nowhere", "--quiet")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"{tmp_path / 'nowhere'}: this folder does not exist" in done.stderr
    assert small_copy.read_bytes() == before


@pytest.mark.parametrize("name", ["", "mijn-cijfers.csv"], ids=["empty", "another name"])
def test_load_from_a_folder_without_a_known_file_says_which_names_it_knows(
    small_copy: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    if name:
        (folder / name).write_text("opleiding;waarde")
    done = etl(small_copy, "load", "--from", folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"error: {folder}: no file here has a name that is known." in done.stderr
    assert "eigen-cijfers*.csv" in done.stderr
    assert "spanningsindicator*.csv" in done.stderr
    assert "etl/catalogue.toml" in done.stderr


def test_load_from_a_folder_with_some_of_the_files_names_the_first_missing_one(
    small_copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "Dec_postcodecijfers_2024_parsed.csv").touch()
    done = etl(small_copy, "load", "--from", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "rio.csv: the file is not there" in done.stderr


def test_template_is_written_once_and_wrong_rows_are_all_printed(
    small_copy: Path, tmp_path: Path
) -> None:
    """Two rows with three mistakes: a line of its own for each, and the store stays."""
    target = tmp_path / "mine" / "eigen-cijfers.csv"
    target.parent.mkdir()
    assert str(target.parent) in printed(etl(small_copy, "template", target.parent))
    again = etl(small_copy, "template", target)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    target.write_text(target.read_text(encoding="utf-8-sig")
                      + "25901;;;kans_op_werk;best;;2024;2024;;;Bedacht;https://example.org;;\n"
                      + "1;;;kans_op_werk;4;;2024;2024;;;Bedacht;niets;;\n", encoding="utf-8")
    before = small_copy.read_bytes()
    done = etl(small_copy, "load", "--from", target.parent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 4)
    assert done.stderr.startswith("error: 2 rows are wrong")
    assert small_copy.read_bytes() == before


@pytest.mark.parametrize("arguments", [
    [], ["bild"], ["build", "--fast"], ["load"], ["load", "--from"], ["snapshot", "--to"],
])
def test_wrong_arguments_give_code_2_and_the_usage(tmp_path: Path, arguments: list[str]) -> None:
    done = etl(tmp_path / "none", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m etl")
    assert "error:" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_store_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = etl(tmp_path / "file" / "made.duckdb", "build")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "the store could not be written" in done.stderr


@pytest.mark.parametrize("verb", ["status", "check", "rollback", "diff"])
def test_store_at_a_path_that_the_disk_refuses_is_one_line(tmp_path: Path, verb: str) -> None:
    """As a folder that one may not enter; a name that is too long is refused to anyone."""
    done = etl(tmp_path / ("x" * 300), verb)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("error: ")
    assert "xxx" in done.stderr


def test_stop_before_the_command_has_begun_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while the first modules are read."""
    (tmp_path / "rich.py").write_text("raise KeyboardInterrupt")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = etl(tmp_path / "none", "build")
    assert (done.returncode, done.stdout, done.stderr) == (
        1, "", "stopped; the old store is still in place.\n")


def test_python_without_the_packages_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the environment of the project was not activated."""
    (tmp_path / "rich.py").write_text("raise ModuleNotFoundError('no rich', name='rich')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = etl(tmp_path / "none", "build")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("error: this Python does not have the package «rich».")
    assert "README.md" in done.stderr
