"""What must always hold of agreements."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "the agreement of {0} lacks a version before {1}",
        (
            "SELECT a.community, a.number FROM agreement_versions a WHERE a.number > 1 AND NOT EXISTS "
            "(SELECT 1 FROM agreement_versions b WHERE b.community = a.community AND b.number = a.number - 1)"
        ),
    ),
    (
        "the agreement of {0} is to be looked at again and nothing will ask for it",
        (
            "SELECT a.community FROM agreement_versions a WHERE a.review_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM agreement_versions b WHERE b.community = a.community AND b.number > a.number) "
            "AND NOT EXISTS (SELECT 1 FROM due d "
            "WHERE d.kind = 'agreement.review' AND d.subject = a.community AND d.at = a.review_at)"
        ),
    ),
)
