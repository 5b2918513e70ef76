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
        "poll {0} was closed before the time to be heard was over",
        "SELECT id FROM polls WHERE ended_at < heard_at + hearing",
    ),
    (
        "poll {0} shows more of people than was promised",
        (
            "SELECT p.id FROM poll_traces t JOIN polls p ON p.id = t.poll WHERE t.did = 'tightened' AND "
            "((t.after = 'unnamed' AND p.seen_as = 'named') OR (t.after <> 'unnamed' AND p.totals = 'always') "
            "OR (t.after = 'closed' AND p.totals <> 'closed')) GROUP BY p.id"
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
