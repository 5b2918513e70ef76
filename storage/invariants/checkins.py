"""What must always hold of check-ins."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "check-in {0} is to come and nothing will bring it",
        (
            "SELECT id FROM checkins WHERE next_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'checkin.due' AND subject = checkins.id AND due.at = checkins.next_at)"
        ),
    ),
    (
        "check-in {0} has ended and is still to come",
        "SELECT id FROM checkins WHERE ended AND next_at IS NOT NULL",
    ),
    (
        "round {0} takes answers and nothing will end that",
        (
            "SELECT id FROM checkin_rounds WHERE NOT closed AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'checkin.close' AND subject = checkin_rounds.id)"
        ),
    ),
    (
        "round {0} is open long after its end",
        "SELECT id FROM checkin_rounds WHERE NOT closed AND closes_at < :now - 3600000000",
    ),
    (
        "round {0} has closed and still holds what was needed only while it was open",
        (
            "SELECT r.id FROM checkin_rounds r WHERE r.closed AND ("
            "EXISTS (SELECT 1 FROM checkin_box b WHERE b.round = r.id) "
            "OR EXISTS (SELECT 1 FROM checkin_marks m WHERE m.round = r.id) "
            "OR EXISTS (SELECT 1 FROM checkin_passes p WHERE p.round = r.id) "
            "OR EXISTS (SELECT 1 FROM outbox o WHERE o.face = 'checkin.reminder' AND o.subject = r.id))"
        ),
    ),
    (
        "round {0} is without names and a person stands beside an answer of it",
        (
            "SELECT a.round FROM checkin_answers a JOIN checkin_rounds r ON r.id = a.round "
            "WHERE r.seen_as = 'unnamed' GROUP BY a.round"
        ),
    ),
    (
        "company {0} is over and still asked about",
        "SELECT id FROM company_asked WHERE until < :now - 3600000000",
    ),
    (
        "company {0} is kept by one of the two alone",
        "SELECT id FROM company_kept GROUP BY id HAVING count(*) <> 2",
    ),
    ("wish {0} is over and still kept", "SELECT id FROM wishes WHERE until < :now - 3600000000"),
)
