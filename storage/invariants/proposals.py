"""What must always hold of proposals."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "proposal {0} is being shaped and nothing will end that",
        (
            "SELECT id FROM proposals WHERE state = 'shaping' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'proposal.shaped' AND subject = proposals.id)"
        ),
    ),
    (
        "proposal {0} is being shaped long after its time",
        "SELECT id FROM proposals WHERE state = 'shaping' AND shaped_until < :now - 3600000000",
    ),
    (
        "way {1} of proposal {0} has no words",
        (
            "SELECT proposal, position FROM ways WHERE NOT EXISTS "
            "(SELECT 1 FROM versions v WHERE v.proposal = ways.proposal AND v.way = ways.position)"
        ),
    ),
    (
        "proposal {0} has lost a version of way {1}",
        "SELECT proposal, way FROM versions GROUP BY proposal, way HAVING max(number) <> count(*) OR min(number) <> 1",
    ),
    (
        "proposal {0} has lost a way",
        (
            "SELECT proposal FROM ways GROUP BY proposal HAVING max(position) <> count(*) OR min(position) <> 1 "
            "UNION SELECT id FROM proposals WHERE NOT EXISTS (SELECT 1 FROM ways WHERE ways.proposal = proposals.id)"
        ),
    ),
    (
        "suggestion {0} is open in proposal {1}, which is not being shaped",
        (
            "SELECT s.id, s.proposal FROM suggestions s JOIN proposals p ON p.id = s.proposal "
            "WHERE s.fate = 'open' AND p.state <> 'shaping'"
        ),
    ),
    (
        "suggestion {0} waits for its time and nothing will bring it",
        (
            "SELECT id FROM suggestions WHERE fate = 'open' AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'proposal.fold' AND subject = suggestions.id)"
        ),
    ),
    (
        "suggestion {0} became a version or a way that is not there",
        (
            "SELECT s.id FROM suggestions s WHERE (s.fate = 'folded' AND NOT EXISTS (SELECT 1 FROM versions v "
            "WHERE v.proposal = s.proposal AND v.way = s.way AND v.number = s.became)) OR (s.fate = 'another way' "
            "AND NOT EXISTS (SELECT 1 FROM ways w WHERE w.proposal = s.proposal AND w.position = s.became))"
        ),
    ),
    (
        "the shaping of proposal {0} was extended without enough who asked for it",
        (
            "SELECT id FROM proposals p WHERE shaping_extended AND askers > (SELECT count(*) FROM more_time m "
            "WHERE m.proposal = p.id AND m.round = p.round)"
        ),
    ),
)
