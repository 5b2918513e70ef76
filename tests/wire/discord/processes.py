"""The bot as a process of its own, started as anyone starts it, with the stand-in on the other end of its sockets."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.wire.discord.people import Member, text_of, until
from tests.wire.discord.standin import StandIn
from tests.wire.discord.world import TOKEN, Channel, Interaction, Payload, Server

ROOT = Path(__file__).parents[3]
TICKS = os.sysconf("SC_CLK_TCK")
MEMBER = str(1 << 11)


@dataclass
class Away:
    """A stage whose bot is elsewhere: what follows is waited for by what can be seen."""

    standin: StandIn
    server: Server
    channel: Channel
    _members: dict[str, Member] = field(default_factory=dict)

    async def settle(self) -> None:
        """Nothing here follows by itself."""

    def member(self, name: str) -> Member:
        if name not in self._members:
            person = self.standin.world.person(name)
            self._members[name] = Member(self, name, person, "Europe/London", "en", MEMBER)  # type: ignore[arg-type]
        return self._members[name]

    async def asks(self, line: str) -> Payload:
        """A poll is asked; returns its card."""
        ana = self.member("ana")
        await ana.says(line)
        await ana.presses("Post it")
        await until(lambda: any(m["only_for"] is None for m in self.channel.messages.values()))
        return self.card()

    def card(self) -> Payload:
        """The newest message that everyone sees."""
        return [m for m in self.channel.messages.values() if m["only_for"] is None][-1]

    def said(self) -> str:
        """That message as anyone reads it."""
        return text_of(self.card(), self.member("ana"))

    def pressed(self, people: Sequence[Member], label: str) -> list[tuple[Interaction, Payload]]:
        """A press of each of these people on the card, ready to be sent."""
        message, data = people[0].find(label)
        return [self.press(member, message, data) for member in people]

    def press(self, member: Member, message: str, data: Payload) -> tuple[Interaction, Payload]:
        interaction = self.standin.world.begin(member.id, self.channel.id, 3, message)
        payload = member.payload(3, data, interaction.id, interaction.token, self.channel.id, message)
        return interaction, payload


@asynccontextmanager
async def away(standin: StandIn) -> AsyncIterator[Away]:
    """The stand-in being served, with one server and one channel."""
    async with standin.serving():
        server = standin.world.server(members=9)
        yield Away(standin, server, standin.world.channel(server, "plans"))


@dataclass
class Bot:
    """A running process."""

    process: asyncio.subprocess.Process

    @property
    def cpu(self) -> float:
        """Seconds of processor that it has used."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICKS

    @property
    def memory(self) -> float:
        """MiB that it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    async def kill(self) -> None:
        """At once, without a chance to tidy up."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Asked politely; returns its exit code."""
        self.process.terminate()
        async with asyncio.timeout(20):
            return await self.process.wait()


async def start(standin: StandIn, arguments: Sequence[str], folder: Path) -> Bot:
    """A process that is connected to the stand-in."""
    before = len(standin.identified)
    environment = {**os.environ, "DISCORD_TOKEN": TOKEN, "STAND_IN": standin.api, "PYTHONPATH": str(ROOT)}
    with (folder / "errors").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=errors
        )
    bot = Bot(process)
    try:
        await until(lambda: process.returncode is not None or len(standin.identified) > before, within=30)
        assert process.returncode is None, (folder / "errors").read_text()
    except BaseException:
        if process.returncode is None:
            await bot.kill()
        raise
    return bot


async def descant(standin: StandIn, folder: Path) -> Bot:
    """``descant run --config FILE``"""
    (folder / "config.toml").write_text(f'[discord]\napi = "{standin.api}"\n\n[keep]\nbackup_hours = 0\n')
    return await start(standin, [str(ROOT / "descant.py"), "run", "--config", "config.toml"], folder)


async def doctor(standin: StandIn, folder: Path) -> str:
    """What ``descant doctor`` says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "descant.py"),
        *("doctor", "--config", "config.toml"),
        cwd=folder,
        env={**os.environ, "DISCORD_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return said.decode()
