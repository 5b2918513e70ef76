"""Drawings of charts, uploaded once and shown by their file's id. A card is complete without them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from adapters.slack.api import Api
from adapters.slack.limits import ALT_TEXT
from adapters.slack.render import no_picture
from bot.chat.cards import Card, Picture
from bot.chat.charts import Chart
from bot.pictures import can_draw, draw
from bot.ports import ChatError

log = logging.getLogger(__name__)

MOST = 200
"""Drawings that are remembered."""


class Drawings:
    """Draws and uploads what a card shows."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._files: OrderedDict[tuple[str, Chart], str] = OrderedDict()

    async def of(self, card: Card, team: str, token: str) -> Callable[[Picture], str | None]:
        """The file of each picture of this card; none where nothing can be drawn or uploaded."""
        pictures = [element for element in card.elements if isinstance(element, Picture)]
        if not pictures or not can_draw():
            return no_picture
        found = {id(picture): await self._file(picture, team, token) for picture in pictures}
        return lambda picture: found.get(id(picture))

    async def _file(self, picture: Picture, team: str, token: str) -> str | None:
        if (known := self._files.get((team, picture.chart))) is not None:
            return known
        try:
            file = await self._upload(picture, token)
        except ChatError as error:
            log.warning("a drawing was not uploaded: %s", type(error).__name__)
            return None
        if file is not None:
            self._files[(team, picture.chart)] = file
            if len(self._files) > MOST:
                self._files.popitem(last=False)
        return file

    async def _upload(self, picture: Picture, token: str) -> str | None:
        drawn = await asyncio.to_thread(draw, picture.chart)
        if drawn is None:
            return None
        return await upload(self._api, token, "result.png", drawn, picture.alt[:ALT_TEXT])


async def upload(
    api: Api, token: str, name: str, content: bytes, alt: str | None = None, place: str | None = None
) -> str:
    """Upload a file, for everyone in ``place`` where one is named; returns its id. Raises ``ChatError``."""
    there = await api.call("files.getUploadURLExternal", token, filename=name, length=len(content), alt_txt=alt)
    await api.upload(str(there["upload_url"]), content)
    file = str(there["file_id"])
    await api.call("files.completeUploadExternal", token, files=[{"id": file, "title": name}], channel_id=place)
    return file
