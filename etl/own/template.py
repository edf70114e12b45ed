"""An empty file for own figures, with the explanation on top."""

from __future__ import annotations

from pathlib import Path

from etl.errors import DataError
from etl.own.columns import FIELDS, FILE, MEASURES, NAMES

_START = f"""\
Eigen cijfers voor Studie en werk
Vul onder de regel met namen een regel per cijfer in en bewaar dit bestand als {FILE}.
Laad het met: python -m etl load --from MAP
Regels die met # beginnen worden overgeslagen. Scheid kolommen met ; of met een komma.
Is er een regel fout, dan wordt er niets geladen en zie je per regel wat je kunt doen.
Jouw cijfers komen nooit in de meegeleverde gegevens. Ze staan er met hun eigen bron bij.
Voeg geen cijfers toe over minder dan 10 mensen, want dan zijn ze te herkennen.
"""


def template() -> str:
    """The text of the template: explanation in lines with #, then the header."""
    lines = [*_START.splitlines(), "", "Kolommen (* moet gevuld zijn):"]
    lines += [f"  {field.name}{'*' if field.required else ''} - {field.meaning}"
              for field in FIELDS]
    lines += ["", "Namen voor de kolom cijfer:"]
    lines += [f"  {measure.name} - {measure.meaning}" for measure in MEASURES]
    # No separator may stand in an explanation, or a spreadsheet would cut it up.
    quoted = ['"# ' + line.replace('"', "'") + '"' if line else "#" for line in lines]
    return "\r\n".join([*quoted, ";".join(NAMES)]) + "\r\n"


def write_template(path: Path) -> Path:
    """Write the template to a file, or into a folder; a file that is there already stays."""
    target = path / FILE if path.is_dir() else path
    try:
        with target.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(template())
    except FileExistsError as error:
        raise DataError("this file is already there.", file=str(target),
                        advice="Choose another name, so that nothing is overwritten.") from error
    except OSError as error:
        raise DataError(f"the template could not be written ({error.strerror}).",
                        file=str(target), advice="Choose a folder where you may write.") from error
    return target
