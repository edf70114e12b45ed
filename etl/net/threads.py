"""Work in several threads, for which nobody has to wait once the program is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
# How often the waiting thread looks up, so that it notices Ctrl-C on every system.
_LOOK_UP = 0.5


def in_threads(
    work: Callable[[_Item], _Made], items: Sequence[_Item], most: int
) -> list[_Made]:
    """What ``work`` makes of every item, in order; ``most`` of them at a time.

    After a failure nothing new is begun and the failure is raised. The threads are daemons, so
    that after Ctrl-C the program ends although an answer is still awaited.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(items)):
        waiting.put(number)
    made: dict[int, _Made] = {}
    failed: list[BaseException] = []

    def go() -> None:
        with suppress(Empty):
            while not failed:
                number = waiting.get_nowait()
                try:
                    made[number] = work(items[number])
                except BaseException as error:  # told in the thread that asked for the work
                    failed.append(error)

    threads = [threading.Thread(target=go, daemon=True) for _ in range(min(most, len(items)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive() and not failed:
            thread.join(_LOOK_UP)
    if failed:
        raise failed[0]
    return [made[number] for number in range(len(items))]
