"""Commands as Discord shows them."""

from pathlib import Path

from adapters.discord.commands import changed, completions, definitions, menus
from bot.chat.forms import Choice
from bot.router import router
from bot.routes import Box, Hint
from tests.wire.discord.spec import COMMANDS, faults

HINTS = (
    Hint(
        "propose",
        "Suggest something" * 20,
        (Box("what", "What?", (Choice("a", "Anna"), Choice("b", "Ben"))), Box("why", "Why?")),
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
    assert made[0]["options"][0]["choices"] == [{"name": "Anna", "value": "a"}, {"name": "Ben", "value": "b"}]


def test_a_number_is_typed_as_one() -> None:
    (made,) = definitions([Hint("poll", "Ask", (Box("pick", "How many?", whole=True),))])
    assert made["options"] == [
        {
            "type": 4,
            "name": "pick",
            "description": "How many?",
            "required": False,
            "min_value": 0,
            "max_value": 1_000_000,
        }
    ]


def test_examples_are_offered_beside_what_is_typed() -> None:
    hints = (Hint("poll", "Ask", (Box("closes", "When?", examples=("in 3 days", "friday 6pm")), Box("why", "Why?"))),)

    def offered(key: str, typed: str) -> list[str]:
        options = [{"name": "why", "value": "x"}, {"name": key, "value": typed, "focused": True}]
        return [choice["value"] for choice in completions(hints, {"name": "poll", "options": options})]

    assert offered("closes", "") == ["in 3 days", "friday 6pm"]
    assert offered("closes", "FRI") == ["FRI", "friday 6pm"]
    assert offered("closes", "in 3 days") == ["in 3 days"]
    assert offered("closes", "x" * 300) == ["x" * 100]
    assert offered("why", "because") == ["because"]
    assert completions(hints, {"name": "gone"}) == []
    assert definitions(hints)[0]["options"][0]["autocomplete"] is True


def test_what_discord_adds_is_no_change_and_what_we_say_is() -> None:
    made = definitions(HINTS)
    there = [{**c, "id": "1", "version": "2", "nsfw": False, "description": c.get("description", "")} for c in made][
        ::-1
    ]
    assert not changed(made, there)
    assert changed(made, there[1:])
    assert changed(made, [{**there[0], "name": "other"}, *there[1:]])
    assert changed(definitions(HINTS[:1]), there)


def test_what_is_given_about_a_message_alone_is_a_menu_for_those_who_manage_the_server() -> None:
    (menu,) = definitions((Hint("hide", "Hide words", menu="Hide words", typed=False, keepers=True),))
    assert (menu["type"], menu["name"], menu["default_member_permissions"]) == (3, "Hide words", 1 << 5)
    assert not changed([menu], [{**menu, "default_member_permissions": "32"}])
    assert changed([menu], [{**menu, "default_member_permissions": None}])
