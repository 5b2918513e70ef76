"""Settings: every mistake at once, with its line and what would be right, and never a secret."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.config import Faults, Secret, Source, read_settings

TOKEN = "xoxb-very-secret"


@dataclass(frozen=True)
class Web:
    """A section with everything that a section may hold."""

    host: str = "127.0.0.1"
    port: int = field(default=8420, metadata={"check": lambda port: "" if 0 < port < 65536 else "should be a port"})
    quiet: bool = False


@dataclass(frozen=True)
class Chat:
    """A section with a secret."""

    api: str
    token: Secret | None = field(default=None, metadata={"env": "DESCANT_TOKEN"})


SECTIONS = {"web": Web, "chat": Chat}


def read(text: str, folder: Path | None = None, **environment: str) -> dict[str, object]:
    return read_settings(Source(text, environment, folder or Path()), SECTIONS)


def faults(text: str) -> list[str]:
    with pytest.raises(Faults) as found:
        read(text)
    assert str(found.value) == "\n".join(found.value.faults)
    return list(found.value.faults)


def test_what_is_set_is_taken_and_the_rest_is_usual() -> None:
    settings = read('[web]\nport = 9000\n[chat]\napi = "https://chat.example"\n')
    assert settings["web"] == Web(port=9000)
    assert settings["chat"] == Chat("https://chat.example")


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    found = faults('[web]\nprot = 1\nport = "9000"\nquiet = 1\n\n[chta]\nx = 1\n[chat]\napi = 3\n')
    told = "\n".join(found)
    assert "line 2, [web] prot: did you mean “port”?" in told
    assert "line 3, [web] port: should be a whole number, without quotation marks." in told
    assert "line 4, [web] quiet: should be true or false." in told
    assert "line 6, [chta]: did you mean “chat”?" in told
    assert "line 9, [chat] api: should be words in quotation marks" in told
    assert len(found) == 5


def test_a_value_that_does_not_fit_its_check_is_told() -> None:
    assert "line 2, [web] port: should be a port." in faults('[web]\nport = 70000\n[chat]\napi = "x"\n')


def test_what_is_needed_and_missing_is_told() -> None:
    assert any("[chat] api: is needed." in fault for fault in faults(""))


def test_a_section_that_is_a_value_is_told() -> None:
    assert any("[web]" in fault and "is a section" in fault for fault in faults('web = 3\n[chat]\napi = "x"\n'))


def test_what_is_not_toml_is_told() -> None:
    (fault,) = faults("[web\nport = 1")
    assert fault.startswith("This is not TOML that can be read: ")


def test_a_secret_comes_from_the_environment_or_a_file_and_never_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    by_file = read('[chat]\napi = "x"\ntoken_file = "token"\n', tmp_path)["chat"]
    by_name = read('[chat]\napi = "x"\n', DESCANT_TOKEN=f" {TOKEN} ")["chat"]
    for chat in (by_file, by_name):
        assert isinstance(chat, Chat)
        assert chat.token is not None
        assert chat.token.reveal() == TOKEN
        assert TOKEN not in f"{chat} {chat!r} {chat.token} {chat.token!r}"
    found = faults(f'[chat]\napi = "x"\ntoken = "{TOKEN}"\n')
    assert any("line 3, [chat] token" in fault for fault in found)
    assert TOKEN not in "\n".join(found)


def test_a_file_that_is_not_there_is_told_without_what_it_should_hold() -> None:
    (fault,) = faults('[chat]\napi = "x"\ntoken_file = "nowhere"\n')
    assert fault.startswith("line 3, [chat] token_file: can not be read: ")


@pytest.mark.parametrize("kind", ["port = true", "port = 1.5", 'quiet = "yes"', "host = 5", "host = [1]"])
def test_no_value_is_taken_for_another_kind(kind: str) -> None:
    assert len(faults(f'[web]\n{kind}\n[chat]\napi = "x"\n')) == 1
