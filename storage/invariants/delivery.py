"""What must always hold of what is said and shown."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "the card of {0} {1} shows more than there is",
        "SELECT face, subject FROM surfaces WHERE rendered > revision",
    ),
)

WORTH_KNOWING: tuple[tuple[str, str], ...] = (
    ("{1} for {2} was given up: {3}", "SELECT key, face, destination, trouble FROM outbox WHERE state = 'dead'"),
    (
        "{1} for {2} has waited for more than a day",
        (
            "SELECT key, face, destination FROM outbox WHERE state IN ('waiting', 'attempting') "
            "AND created_at < :now - 86400000000"
        ),
    ),
)
"""What is no fault of the store, and whoever hosts it should hear of: a platform did not take it."""
