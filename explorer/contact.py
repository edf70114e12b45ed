"""How to reach whoever runs this site: an e-mail address or an https address, from outside.

The variable ``OUTLOOK_CONTACT`` holds it, because every site has its own. One that makes no sense
is told in the log, and then the pages show no link at all rather than one that leads nowhere.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

VARIABLE = "OUTLOOK_CONTACT"
_LONGEST = 254
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
_MAIL = re.compile(rf"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@{_DOMAIN}", re.IGNORECASE)
_HOST = re.compile(_DOMAIN, re.IGNORECASE)
# What may stand in an address as it is; anything else belongs percent-encoded.
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


class BadContactError(ValueError):
    """The contact is no address that a link may go to."""


@dataclass(frozen=True)
class Contact:
    """An e-mail address, or the address of a page on the web."""

    address: str
    is_mail: bool

    def link(self, subject: str, body: str) -> str:
        """Where a click leads: a message that is ready to be sent, or the page."""
        if not self.is_mail:
            return self.address
        lines = quote(body.replace("\n", "\r\n"), safe="")
        return f"mailto:{quote(self.address, safe='@')}?subject={quote(subject, safe='')}" \
               f"&body={lines}"


def read_contact(text: str) -> Contact | None:
    """The contact that someone set; None when there is none."""
    address = text.strip()
    if not address:
        return None
    if len(address) <= _LONGEST and _MAIL.fullmatch(address):
        return Contact(address, is_mail=True)
    if len(address) <= _LONGEST and _is_web_page(address):
        return Contact(address, is_mail=False)
    raise BadContactError(
        f"{VARIABLE} is {address[:80]!r}, which is no e-mail address and no https address; "
        "pages show no link to report an error. Set it to something like info@example.org or "
        "https://example.org/contact, or leave it empty."
    )


def _is_web_page(address: str) -> bool:
    """Is it an https address without a name and password in it?"""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (parts.scheme == "https" and bool(_PLAIN.fullmatch(address)) and "@" not in parts.netloc
            and port != 0 and bool(_HOST.fullmatch(parts.hostname or "")))


def site_contact() -> Contact | None:
    """The contact of this site; a value that makes no sense is told once, in the log."""
    return _checked(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=1)
def _checked(text: str) -> Contact | None:
    try:
        return read_contact(text)
    except BadContactError as error:
        logging.getLogger("outlook").error("%s", error)
        return None
