"""What stands in the way of carrying Slack, looked at without carrying it."""

from adapters.slack.api import Api
from adapters.slack.config import SlackConfig
from adapters.slack.sockets import NOT_LET_IN as NO_SOCKET
from adapters.slack.workspaces import NOT_LET_IN
from bot.ports import ChatError, Clock, Forbidden, Rejected


async def look_over(config: SlackConfig, clock: Clock) -> list[str]:
    """A sentence for each thing that stands in the way, with what to do; empty when nothing does."""
    found = config.missing()
    api = Api(config.api)
    await api.open()
    try:
        if config.bot_token is not None:
            found += await _asked(api, "auth.test", config.bot_token.reveal(), NOT_LET_IN)
        if config.mode == "socket" and config.app_token is not None:
            found += await _asked(api, "apps.connections.open", config.app_token.reveal(), NO_SOCKET)
    finally:
        await api.close()
    return found


async def _asked(api: Api, method: str, token: str, sentence: str) -> list[str]:
    try:
        await api.call(method, token)
    except (Forbidden, Rejected):
        return [sentence]
    except ChatError as error:
        return [f"Slack did not answer ({error}). Look at the connection and at https://slack-status.com."]
    return []
