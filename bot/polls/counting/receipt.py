"""The fairness receipt (EJR+): that no group large enough for some picks, who all wanted the same thing and did not
get it, is left with everyone below that many."""

from bot.polls.counting.details import Claim
from bot.polls.counting.people import People


def receipt(people: People, chosen: tuple[int, ...], options: int, pick: int) -> tuple[Claim, ...]:
    """For 1 to ``pick`` picks the largest group that is short of them, beside how large it must be to deserve them."""
    number = people.size(people.everyone)
    hits = people.hits(chosen)
    others = [option for option in range(1, options + 1) if option not in chosen]
    claims = []
    short = 0
    for picks in range(1, pick + 1 if number else 1):
        short |= hits[picks - 1] if picks <= len(hits) else 0
        groups = {option: people.size(short & people.supporters[option]) for option in others}
        most = max(groups, key=lambda option: groups[option], default=None)
        largest = groups[most] if most is not None else 0
        claims.append(Claim(picks, -(-picks * number // pick), largest, most if largest else None))
    return tuple(claims)
