"""The limit: discord.py doing nothing but answering each press with one private sentence."""

import os

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Plain(discord.Client):
    """Answers, and does nothing else."""

    async def setup_hook(self) -> None:
        _, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Recorded. You can change it until it closes.", ephemeral=True)


async def main() -> None:
    Route.BASE = os.environ["STAND_IN"]
    async with aiohttp.TCPConnector(limit=256) as connector:
        client = Plain(intents=discord.Intents(guilds=True), connector=connector, max_messages=None)
        await client.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
