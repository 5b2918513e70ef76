"""What communities hold about a member."""

from collections.abc import Mapping

from sqlalchemy import Table, delete, null, update

from storage import tables as t
from storage.personal.rule import Rule, here

RULES: Mapping[Table, Rule] = {
    t.communities: Rule(nothing="a community, not a person"),
    t.looks: Rule(nothing="what a look at the channels found"),
    t.installations: Rule(nothing="where the app is installed, sealed"),
    t.settings: Rule(
        ("name", "value"), here(t.settings), (update(t.settings).where(here(t.settings)).values(person=null()),)
    ),
    t.power: Rule(
        ("at", "deed", "thing", "before", "after", "why"),
        here(t.power),
        (update(t.power).where(here(t.power)).values(person=null(), salt=null(), why=""),),
    ),
    t.choices: Rule(
        ("language", "zone", "named", "asks", "receipts", "away_until"),
        here(t.choices),
        (delete(t.choices).where(here(t.choices)),),
    ),
}
