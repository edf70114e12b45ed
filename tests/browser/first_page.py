"""Opens the first page of a running server in a real browser; exit code 0 when it is there.

Where there is no Chromium it asks the server for the page without rendering it, and says so.
"""

from __future__ import annotations

import sys
import urllib.request

from chromium import EXECUTABLE, chromium


def main(address: str) -> int:
    """Wait for the footer, which is drawn last."""
    if not EXECUTABLE.exists():
        page = urllib.request.urlopen(address).read().decode()
        print("no Chromium here: the page was fetched but not rendered")
        return 0 if 'lang="nl"' in page else 1
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector(".sw-footer", timeout=60_000)
        print(f"first page: {page.locator('h1').first.inner_text()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
