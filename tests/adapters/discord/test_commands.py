"""Commands as Discord shows them."""

from pathlib import Path

from adapters.discord.commands import changed, definitions, menus
from bot.router import Box, Hint, router
from tests.wire.discord.spec import COMMANDS, faults

HINTS = (
    Hint(
        "propose",
        "Suggest something" * 20,
        (Box("what", "What?", ("a", "b")), Box("why", "Why?")),
        "Make this a proposal",
    ),
    Hint("descant", "What this is"),
)


def test_every_command_is_one_that_discord_takes(shared: Path) -> None:
    assert faults(COMMANDS, "put", definitions(router().hints)) == []
    assert faults(COMMANDS, "put", definitions(HINTS)) == []


def test_a_command_that_can_be_given_about_a_message_has_a_menu() -> None:
    made = definitions(HINTS)
    assert [(c["type"], c["name"]) for c in made] == [(1, "propose"), (1, "descant"), (3, "Make this a proposal")]
    assert menus(HINTS) == {"Make this a proposal": "propose"}
    assert made[0]["options"][0]["choices"] == [{"name": "a", "value": "a"}, {"name": "b", "value": "b"}]


def test_what_discord_adds_is_no_change_and_what_we_say_is() -> None:
    made = definitions(HINTS)
    there = [{**c, "id": "1", "version": "2", "nsfw": False, "description": c.get("description", "")} for c in made][
        ::-1
    ]
    assert not changed(made, there)
    assert changed(made, there[1:])
    assert changed(made, [{**there[0], "name": "other"}, *there[1:]])
    assert changed(definitions(HINTS[:1]), there)
