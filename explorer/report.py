"""The message with which someone reports an error: about the links of a programme, or anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer import formats
from explorer.leads_to import CountedIn, LinkedIndustry, Occupation
from explorer.programmes import Programme
from explorer.texts import Texts

Link = LinkedIndustry | Occupation | CountedIn


@dataclass(frozen=True)
class Report:
    """A subject, and a text in which only what is wrong has to be filled in."""

    subject: str
    body: str


def about_links(
    programme: Programme, links: Iterable[Link], unlinked: Iterable[str], version: str,
    texts: Texts,
) -> Report:
    """A line with a box to tick per link, and one per kind of link (``unlinked``) we lack."""
    named = f"{programme.title(texts.language)} ({programme.programme_id})"
    lines = [_line(link, texts) for link in links]
    lines += [texts("report.no_link", kind=texts(f"leads.{kind}")) for kind in sorted(unlinked)]
    return Report(
        texts("report.subject_link", name=named),
        "\n".join([texts("report.tick"), "", texts("report.programme", name=named), *lines,
                   texts("report.version", version=version), "", texts("report.what"), ""]))


def about_anything(version: str, texts: Texts) -> Report:
    """A report about a figure or a page."""
    return Report(
        texts("report.subject"),
        "\n".join([texts("report.which"), "", texts("report.version", version=version), "",
                   texts("report.what"), ""]))


def _line(link: Link, texts: Texts) -> str:
    """«[ ] Beroepsgroep: Koks (brc:1112), sterke koppeling, 60%»."""
    strength = texts(f"strength.{link.strength}")
    if isinstance(link, CountedIn):
        return f"[ ] {texts(f'leads.{link.kind}')}: {link.title(texts.language)}, {strength}"
    kind, code = (("occupation", link.occupation_id) if isinstance(link, Occupation)
                  else ("industry", f"sbi:{link.industry_id}"))
    share = formats.percent(link.weight, 0, texts.language)
    name = link.title(texts.language)
    return f"[ ] {texts(f'leads.{kind}')}: {name} ({code}), {strength}, {share}"
