"""Nothing jumps: the column of text has its place and width before there is anything in it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
_WATCH = """window.jumps = []; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) for (const source of entry.sources)
    if (source.node && source.node.dataset
        && source.node.dataset.testid === "stMainBlockContainer"
        && source.previousRect.width !== source.currentRect.width)
      window.jumps.push([source.previousRect.width, source.currentRect.width]);
}).observe({type: "layout-shift", buffered: true})"""


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("address", ["zoeken", "vergelijken?id=crebo:25484&id=crebo:25400"])
def test_column_of_text_keeps_its_width_while_the_page_comes(
    address: str, width: int, visitor: Visitor
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 720})
    visitor.page.add_init_script(_WATCH)
    page = visitor.open(address)
    page.wait_for_timeout(500)
    assert page.evaluate("window.jumps") == []
