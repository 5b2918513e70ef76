"""What must always hold of polls."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "poll {0}: a ballot was given after its deadline",
        "SELECT b.poll FROM ballots b JOIN polls p ON p.id = b.poll WHERE b.at >= p.closes_at GROUP BY b.poll",
    ),
    (
        "poll {0}: a ballot was given after it was closed early",
        (
            "SELECT b.poll FROM ballots b JOIN polls p ON p.id = b.poll "
            "WHERE p.ended_by IS NOT NULL AND b.at > p.ended_at GROUP BY b.poll"
        ),
    ),
    (
        "poll {0} is open and nothing will close it",
        (
            "SELECT id FROM polls WHERE state = 'open' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'poll.close' AND subject = polls.id)"
        ),
    ),
    (
        "poll {0} waits to be counted and nothing will count it",
        (
            "SELECT id FROM polls WHERE state = 'counting' AND NOT EXISTS "
            "(SELECT 1 FROM work WHERE kind = 'poll.count' AND subject = polls.id)"
        ),
    ),
    ("poll {0} is closed without a result", "SELECT id FROM polls WHERE state = 'closed' AND result IS NULL"),
    (
        "poll {0} is open long after its deadline",
        "SELECT id FROM polls WHERE state = 'open' AND closes_at < :now - 3600000000",
    ),
    (
        "poll {0}: a closed secret poll still holds ballots under tags",
        ("SELECT b.poll FROM secret_ballots b JOIN polls p ON p.id = b.poll WHERE p.state = 'closed' GROUP BY b.poll"),
    ),
    (
        "poll {0} is secret and a person stands beside a ballot of it",
        (
            "SELECT b.poll FROM ballots b JOIN polls p ON p.id = b.poll WHERE p.seen_as = 'secret' GROUP BY b.poll "
            "UNION SELECT r.poll FROM reasons r JOIN polls p ON p.id = r.poll WHERE p.seen_as = 'secret'"
        ),
    ),
)
