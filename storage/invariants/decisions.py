"""What must always hold of stances, decisions and what follows them."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "proposal {0} is being decided and nothing will end that",
        (
            "SELECT id FROM proposals WHERE state = 'deciding' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'proposal.decide' AND subject = proposals.id)"
        ),
    ),
    (
        "proposal {0} is being decided long after its time",
        "SELECT id FROM proposals WHERE state = 'deciding' AND decided_until < :now - 3600000000",
    ),
    (
        "proposal {0} waits to be counted and nothing will count it",
        (
            "SELECT id FROM proposals WHERE state = 'counting' AND NOT EXISTS "
            "(SELECT 1 FROM work WHERE kind = 'proposal.count' AND subject = proposals.id)"
        ),
    ),
    (
        "proposal {0} is settled without a decision",
        (
            "SELECT id FROM proposals WHERE state = 'settled' AND NOT EXISTS "
            "(SELECT 1 FROM decisions d WHERE d.proposal = proposals.id AND d.round = proposals.round)"
        ),
    ),
    (
        "round {1} of proposal {0} has a decision and is not over",
        (
            "SELECT p.id, d.round FROM decisions d JOIN proposals p ON p.id = d.proposal WHERE d.round > p.round "
            "OR (d.round = p.round AND p.state IN ('shaping', 'deciding', 'counting'))"
        ),
    ),
    (
        "proposal {0}: a stance was taken after deciding was over",
        (
            "SELECT s.proposal FROM stances s JOIN decisions d ON d.proposal = s.proposal AND d.round = s.round "
            "WHERE s.at >= d.at GROUP BY s.proposal"
        ),
    ),
    (
        "proposal {0}: a stance is about words that are not there",
        (
            "SELECT s.proposal FROM stances s WHERE s.way > 0 AND NOT EXISTS (SELECT 1 FROM versions v "
            "WHERE v.proposal = s.proposal AND v.way = s.way AND v.number = s.version) GROUP BY s.proposal"
        ),
    ),
    (
        "proposal {0}: a stance under a tag is about words that are not there",
        (
            "SELECT s.proposal FROM secret_stances s WHERE s.way > 0 AND NOT EXISTS (SELECT 1 FROM versions v "
            "WHERE v.proposal = s.proposal AND v.way = s.way AND v.number = s.version) GROUP BY s.proposal"
        ),
    ),
    (
        "proposal {0}: something of a round that is over still lies under tags",
        (
            "SELECT s.proposal FROM secret_stances s JOIN proposals p ON p.id = s.proposal "
            "WHERE s.round <> p.round OR p.state IN ('settled', 'withdrawn', 'merged') "
            "UNION SELECT w.proposal FROM secret_stance_words w JOIN proposals p ON p.id = w.proposal "
            "WHERE w.round <> p.round OR p.state IN ('settled', 'withdrawn', 'merged') "
            "UNION SELECT a.proposal FROM affected a JOIN proposals p ON p.id = a.proposal "
            "WHERE p.seen_as = 'secret' AND p.state IN ('settled', 'withdrawn', 'merged')"
        ),
    ),
    (
        "proposal {0} is secret and a person stands beside what they said to it",
        (
            "SELECT s.proposal FROM stances s JOIN proposals p ON p.id = s.proposal WHERE p.seen_as = 'secret' "
            "UNION SELECT a.proposal FROM affected a JOIN proposals p ON p.id = a.proposal "
            "WHERE p.seen_as = 'secret' AND length(a.person) <> 64"
        ),
    ),
    (
        "proposal {0} is not secret and something of it lies under tags",
        (
            "SELECT s.proposal FROM secret_stances s JOIN proposals p ON p.id = s.proposal "
            "WHERE p.seen_as <> 'secret' UNION SELECT w.proposal FROM secret_stance_words w "
            "JOIN proposals p ON p.id = w.proposal WHERE p.seen_as <> 'secret'"
        ),
    ),
    (
        "step {0} has an owner and nothing will come on its day",
        (
            "SELECT id FROM steps WHERE owner IS NOT NULL AND done_at IS NULL AND NOT asked AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'step.day' AND subject = steps.id)"
        ),
    ),
    (
        "review {0} is not over and nothing will come of it",
        (
            "SELECT id FROM reviews WHERE state <> 'ended' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'review.time' AND subject = reviews.id)"
        ),
    ),
    (
        "proposal {0} went ahead and nobody will look at it again",
        (
            "SELECT p.id FROM proposals p JOIN decisions d ON d.proposal = p.id AND d.round = p.round "
            "WHERE p.state = 'settled' AND d.outcome IN ('ahead', 'dissent', 'side-by-side') "
            "AND (p.review IS NOT NULL OR p.trial IS NOT NULL) "
            "AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.proposal = p.id)"
        ),
    ),
)
