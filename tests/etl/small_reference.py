"""A minimal valid ``data/reference`` folder that goes with the made-up publishers' files.

The indicators and the crisis register are the project's own; all other rows are made up.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from store.connection import REFERENCE

LINK_HEADER = "from_id,to_id,weight,strength,reason,reason_en,basis,reviewed_on\n"
FACT_COLUMNS = (
    "indicator_id,ladder_level,entity_id,region_id,years_after,value,low,high,range_kind,label,n,"
    "population,population_en,entry_start,entry_end,entry_assumed,measured_start,measured_end,"
    "measured_assumed,published,horizon,source_id,url,status,missing_reason,note,note_en\n"
)
FACT = (
    "work_share_12h,level,mbo|bol|diploma,NL01,0,0.5,,,,,,bedacht,made up,2020-05-01,2020-09-30,"
    "true,2020-10-01,2020-10-31,false,,,made_up_page,,A,,,\n"
)
SOURCES = """
[made_up_page]
publisher = "Bedacht bureau"
title = "Bedachte pagina"
edition = "1"
licence = "verzonnen"
attribution = "Bron: verzonnen"
url = "https://example.org/bedacht"
reference_start = 2020-10-01
reference_end = 2020-10-31
"""
FILES = {
    "fields.csv": "field_id,scheme,code,name,name_en,parent\n"
                  "hoop:ECONOMIE,hoop,ECONOMIE,Economie,Economics,\n"
                  "isced:07,isced,07,Techniek,Engineering,\n"
                  "isced:0413,isced,0413,Bedrijf,Business,\n"
                  "isced:0714,isced,0714,Elektronica,Electronics,isced:07\n",
    "places.csv": "place_id,name,gemeente_id,provincie_id,latitude,longitude\n"
                  "BEDACHTSTAD,Bedachtstad,GM9801,PV99,52.1,5.1\n",
    "postcodes.csv": "pc4,gemeente_id\n9901,GM9801\n",
    "towns.csv": "town_id,name,also,gemeente_id,provincie_id,inhabitants,latitude,longitude\n"
                 "own:bedacht,Bedachtstad,Bedacht,GM9801,PV99,990,52.1,5.1\n",
    "outlines.csv": "shape_id,part,point,longitude,latitude\nPV99,1,1,5.1,52.1\n",
    "nicknames.csv": "nickname,institution_id\nbs,99ZZ\n",
    "english_names.csv": "name_id,name_en\nsbi:389100,Made-up industry\n"
                         "sbi:T001081,All industries\n"
                         "brc:0991,Made-up occupation\n",
    "synonyms.csv": "term,kind,target,note\nBedenker,word,verzinkunde,\n",
    "facts/sources.toml": SOURCES,
    "facts/made_up.csv": FACT_COLUMNS + FACT,
    "links/mbo_field.csv": LINK_HEADER
    + "dossier:23901,0714,1,sterk,Bedacht.,Made up.,own_judgement,2026-01-01\n",
    "links/ho_occupation.csv": LINK_HEADER
    + "isced4:0413,0991,1,redelijk,Bedacht.,Made up.,own_judgement,2026-01-01\n",
    "links/mbo_occupation.csv": LINK_HEADER
    + "dossier:23901,0991,1,sterk,Bedacht.,Made up.,own_judgement,2026-01-01\n",
    "links/mbo_industry.csv": LINK_HEADER
    + "crebo:25901,389100,0.5,sterk,Bedacht.,Made up.,own_judgement,2026-01-01\n"
    + "crebo:25901,T001081,0.5,sterk,Bedacht.,Made up.,own_judgement,2026-01-01\n"
    + "isat:30001,389100,1,sterk,Bedacht.,Made up.,own_judgement,2026-01-01\n",
}


def write_reference(folder: Path, **changed: str) -> Path:
    """Write the folder; ``changed`` gives other contents for files, by their stem."""
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, content), encoding="utf-8")
    shutil.copy(REFERENCE / "indicators.toml", folder / "indicators.toml")
    shutil.copytree(REFERENCE / "crisis", folder / "crisis", dirs_exist_ok=True)
    _only_known_industries(folder / "crisis")
    return folder


def _only_known_industries(folder: Path) -> None:
    """The made-up files know one industry of those in the crisis files: 389100."""
    for name in ("support.csv", "expert_list.csv"):
        head, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.split(",")[1] in ("", "389100")]
        (folder / name).write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    rules = folder / "thresholds.toml"
    rules.write_text(re.sub(r"(?m)^self_employed = .*$", 'self_employed = ["389100"]',
                            rules.read_text(encoding="utf-8")), encoding="utf-8")
