"""What must hold of words that were hidden."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "hidden words {0} are kept apart and nothing will let go of them",
        (
            "SELECT id FROM hidden WHERE words IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM due WHERE kind = 'hiding.forget' AND subject = hidden.id)"
        ),
    ),
)
