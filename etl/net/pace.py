"""Not too many requests in a second, for publishers who say how many they bear."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from etl.fetching import Fetching


@dataclass
class Pace:
    """Spreads the requests of one source evenly: at most ``per_second``, in any second.

    Call it after every address. Answers that came from the cache cost no request and no time.
    """

    fetching: Fetching
    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _asked: int = field(init=False, default=0)
    _free: float = field(init=False, default=0.0)

    def __call__(self) -> None:
        """Wait until the next request may be made."""
        traffic = self.fetching.client.traffic.get(self.fetching.source_id)
        asked = traffic.requests if traffic else 0
        new, self._asked = asked - self._asked, asked
        if new:
            now = self.clock()
            # The requests were made before now, so counting from now is on the safe side.
            self._free = now + new / self.per_second
            self.sleep(self._free - now)
