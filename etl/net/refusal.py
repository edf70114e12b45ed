"""What a publisher says instead of data: wait and try again, or a refusal in one sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from etl.errors import DataError
from etl.net.secret import Secret

_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class Again(Exception):
    """This try failed in a way that another one may mend."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.wait = wait


def refuse_bad_status(url: str, response: requests.Response, key: Secret) -> None:
    """Nothing for status 200; otherwise Again, or DataError when another try will not help."""
    status = response.status_code
    if status == 200:
        return
    if status in _TRY_AGAIN:
        raise Again(f"the publisher answered {status}", _retry_after(response))
    text = response.raw.read(4000, decode_content=True).decode("utf-8", "replace").strip()
    text = key.hidden(text)
    if status in (401, 403):
        # What a gateway says of a key may repeat it in a form that we do not recognise.
        said = _ckan(text) if text.startswith("{") else None
        raise DataError(f"the publisher refuses access ({status}){said and f': {said}' or ''}.",
                        file=url,
                        advice="Check the key or token in the environment.")
    raise DataError(f"the publisher answered {status}{_said(text)}.", file=url,
                    advice="The address may have changed; look at the publisher's page.")


def _said(text: str) -> str:
    """What a short error body says, unless it is HTML."""
    said = _ckan(text) or text
    return "" if not said or said.startswith("<") else f": {' '.join(said.split())[:160]}"


def _ckan(text: str) -> str | None:
    """What CKAN says inside its envelope ``{"error": {...}, "success": false}``.

    For an unknown action it answers with a text in quotes instead. None for any other body.
    """
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    if isinstance(answer, str):
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict) or answer.get("success") is not False:
        return None
    parts = {name: value for name, value in error.items() if name != "__type"}
    said = parts.pop("message", None) or "; ".join(
        f"{name}: {value[0] if isinstance(value, list) and value else value}"
        for name, value in parts.items())
    return str(said or error.get("__type", "")).strip().rstrip(".") or None


def _retry_after(response: requests.Response) -> float | None:
    """Seconds from Retry-After: a number or a date (which may lie in the past).

    A date is held against the publisher's own clock, which may differ from ours.
    """
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    moment = _moment(value)
    if moment is None:
        return None
    now = _moment(response.headers.get("Date", "")) or datetime.now(UTC)
    return max((moment - now).total_seconds(), 0.0)


def _moment(text: str) -> datetime | None:
    """A date of HTTP; None when it is not one."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None
