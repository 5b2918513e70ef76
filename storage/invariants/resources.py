"""What must always hold of what is shared."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "resource {0} was taken back and its words are still there",
        (
            "SELECT id FROM resources WHERE gone AND (words <> '' OR link <> '' OR EXISTS "
            "(SELECT 1 FROM resource_terms t WHERE t.resource = resources.id))"
        ),
    ),
    (
        "resource {0} is found in another community than its own",
        (
            "SELECT r.id FROM resources r JOIN resource_terms t ON t.resource = r.id "
            "WHERE t.community <> r.community GROUP BY r.id"
        ),
    ),
)
