"""The place to report an error: a message that is ready, or its text to hand over."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from explorer.contact import site_contact
from explorer.report import Report
from explorer.texts import Texts
from explorer.ui import html


def show(report: Report, texts: Texts) -> None:
    """A link to whoever runs this site; without a mail address also the text to copy."""
    contact = site_contact()
    if contact is None:
        st.html(html.paragraph(texts("report.nobody"), "sw-note"))
    else:
        label = texts("report.mail") if contact.is_mail else texts(
            "report.web", host=urlsplit(contact.address).hostname or "")
        # A page opens beside this one; a message must not leave an empty tab behind.
        beside = "" if contact.is_mail else ' target="_blank" rel="noopener noreferrer"'
        address = escape(contact.link(report.subject, report.body), quote=True)
        st.html(f'<p class="sw-note"><a href="{address}"{beside}>{escape(label)}</a></p>'
                + html.paragraph(texts("report.mail_help" if contact.is_mail
                                       else "report.web_help"), "sw-small"))
    if contact is None or not contact.is_mail:
        st.code(f"{report.subject}\n\n{report.body}", language=None, wrap_lines=True)
