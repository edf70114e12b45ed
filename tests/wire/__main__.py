"""``python -m tests.wire``: made-up publishers on this machine, to try a refresh without them.

Prints the options that make ``python -m etl refresh`` ask these servers, and serves until Ctrl-C.
"""

from __future__ import annotations

import time

from tests.wire import country, kiesmbo, nation, skdb


def main() -> None:
    """Serve every publisher on a port of its own."""
    with country.served(nation.publishers()) as servers:
        print(f"export KIESMBO_KEY={kiesmbo.KEY} SKDB_TOKEN={skdb.TOKEN}")
        print("python -m etl refresh "
              + " ".join(f"--base-url {host}={server.url}" for host, server in servers.items()),
              flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
