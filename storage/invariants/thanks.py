"""What must always hold of thanks."""

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "{0} wants a list of what nobody was thanked for and nothing will make it",
        (
            "SELECT community FROM settings WHERE name = 'unthanked' AND value = 'yes' AND NOT EXISTS "
            "(SELECT 1 FROM settings o WHERE o.community = settings.community AND o.name = 'off' "
            "AND o.value LIKE '%thanks%') AND NOT EXISTS (SELECT 1 FROM due "
            "WHERE kind IN ('thanks.week', 'settings.unthanked') AND subject = settings.community)"
        ),
    ),
)
