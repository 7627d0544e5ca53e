"""Score pairs of names with nomenklatura's logic-v2, in an environment of its own: JSON lines in, one JSON object out.

Reads ``[one, other, kind]`` a line from standard input; prints the scores and the seconds they took, warmed up.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

from followthemoney import model
from nomenklatura.matching import get_algorithm


def main() -> None:
    """Score every pair once, and time it a second time."""
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    pairs = []
    for line in sys.stdin:
        one, other, kind = json.loads(line)
        schema = "Person" if kind == "person" else "Company"
        pairs.append(
            [model.get_proxy({"id": name, "schema": schema, "properties": {"name": [name]}}) for name in (one, other)]
        )
    scores = [algorithm.compare(left, right, config).score for left, right in pairs]
    started = time.process_time()
    for left, right in pairs:
        algorithm.compare(left, right, config)
    seconds = time.process_time() - started
    json.dump({"version": version("nomenklatura"), "scores": scores, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
