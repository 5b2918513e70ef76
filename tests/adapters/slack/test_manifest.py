"""The manifest is what Slack's form takes, with the least scopes for what is really called."""

import ast
import json
from pathlib import Path

import jsonschema
import pytest

from adapters.slack.api import METHODS
from adapters.slack.config import SlackConfig
from adapters.slack.manifest import EVENTS, SCOPES, manifest, scopes
from bot.config import Secret
from bot.router import router
from bot.routes import Hint
from tests.wire.slack.reference import methods

HINTS = router().hints
HTTP = SlackConfig(mode="http", address="https://d.example", prefix="club-", client_id="1.2")
CONFIGS = {"socket": SlackConfig(Secret("x")), "http": HTTP}


@pytest.mark.parametrize("mode", CONFIGS)
def test_slack_takes_it(shared: Path, mode: str) -> None:
    schema = json.loads((shared / "specs" / "slack-manifest-schema.json").read_text())
    made = manifest(CONFIGS[mode], (*HINTS, Hint("thank", "Thank people", menu="Thank for this")))
    assert not list(jsonschema.Draft7Validator(schema).iter_errors(made))
    assert list(jsonschema.Draft7Validator(schema).iter_errors({**made, "nonsense": 1}))


def test_commands_carry_the_prefix_and_menus_become_shortcuts() -> None:
    made = manifest(HTTP, (Hint("thank", "Thank people in words", menu="Thank for this"),))
    (command,) = made["features"]["slash_commands"]
    assert command["command"] == "/club-thank"
    assert command["url"] == "https://d.example/slack/events"
    assert [s["type"] for s in made["features"]["shortcuts"]] == ["global", "message"]
    assert made["oauth_config"]["redirect_urls"] == ["https://d.example/slack/oauth_redirect"]


def test_every_command_is_there_and_no_name_is_cut() -> None:
    features = manifest(HTTP, HINTS)["features"]
    assert [c["command"] for c in features["slash_commands"]] == [f"/club-{hint.name}" for hint in HINTS if hint.typed]
    names = {hint.title for hint in HINTS if hint.typed} | {hint.menu for hint in HINTS if hint.menu}
    assert {shortcut["name"] for shortcut in features["shortcuts"]} == names


def test_what_is_given_about_a_message_alone_is_no_command_and_no_shortcut_from_anywhere() -> None:
    features = manifest(HTTP, (Hint("hide", "Hide words", menu="Hide words", typed=False),))["features"]
    assert features["slash_commands"] == []
    assert [(s["type"], s["callback_id"]) for s in features["shortcuts"]] == [("message", "hide")]


def called() -> set[str]:
    """The names of methods in the adapter's calls, wherever they stand."""
    found = set()
    for file in Path("adapters/slack").glob("*.py"):
        if file.stem == "manifest":
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                texts = {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
                found |= texts & set(methods())
    return found


def test_scopes_follow_from_the_methods_that_are_called(shared: Path) -> None:
    assert called() == set(METHODS)
    for method in METHODS:
        wanted = methods()[method]["scopes"].get("bot", [])
        ours = SCOPES.get(method, ())
        assert bool(wanted) == bool(ours), method
        assert set(ours) <= set(wanted), method
    assert set(SCOPES) <= set(METHODS)


def test_nothing_that_people_write_can_be_read() -> None:
    assert not [scope for scope in scopes() if scope.endswith(":history")]
    assert not [event for event in EVENTS if event.startswith("message")]
    assert "chat:write.public" not in scopes()
