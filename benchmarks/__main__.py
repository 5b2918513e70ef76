"""``make bench``: each figure as a ratio to a limit that was taken in the same run."""

import logging
import sys

from benchmarks import beside, counting, home, in_discord, in_slack, large, postgres, rounds, store


def main() -> int:
    logging.disable(logging.WARNING)
    parts = (store, large, counting, beside, home, rounds, in_discord, in_slack, postgres)
    rows = [row for part in parts for row in part.rows()]
    print(f"{'what':<62}{'ratio':>8}{'reach':>10}   range")
    for r in rows:
        mark = "" if r.reached else "  not reached"
        sign = "≥" if r.at_least else "≤"
        print(f"{r.name:<62}{r.ratio:>8.2f}{sign + format(r.reach, '.2f'):>10}   {r.low:.2f}–{r.high:.2f}{mark}")
        if r.note:
            print(f"    {r.note}")
    return 0 if all(r.reached for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
