"""What went wrong with a request, as one of the core's kinds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.chat.words import later
from bot.ports import ChatError, Forbidden, Gone, RateLimited, Rejected, Unreachable

USUAL_PAUSE = 30
"""Seconds, where Slack does not say how long to wait."""

RATE_LIMITED = {"ratelimited", "rate_limited", "rate_limit_exceeded"}
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
GONE = {"message_not_found", "user_not_found", "user_disabled", "user_not_visible", "thread_not_found", "not_found"}
SHUT_OUT = {
    "account_inactive",
    "token_revoked",
    "token_expired",
    "invalid_auth",
    "not_authed",
    "team_access_not_granted",
}
"""The token opens nothing any more."""

MISSING = {
    "not_in_channel": later("/invite @Descant"),
    "channel_not_found": later("/invite @Descant"),
    "is_archived": later("unarchive the channel"),
    "messages_tab_disabled": later("App Home → Messages Tab"),
    "cant_update_message": later("chat:write"),
    "edit_window_closed": later("the right to edit later (workspace settings → message editing)"),
    "message_limit_exceeded": later("room for messages (this workspace's plan)"),
    "org_login_required": later("a login of the organisation"),
    "no_permission": later("a permission of the app (reinstall it)"),
    "ekm_access_denied": later("access to the workspace's keys"),
    "posting_to_channel_denied": later("channel settings → posting permissions"),
    "user_not_in_channel": later("/invite @Descant"),
}
"""What to do so that it is not missing any more, in the words that Slack itself uses for it."""


def translate(error: Exception) -> ChatError:
    """The core's name for what an SDK raised."""
    if isinstance(error, ChatError):
        return error
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, aiohttp.ClientError | TimeoutError | SlackClientError | OSError):
        return Unreachable(type(error).__name__)
    raise error


def code_of(error: SlackApiError) -> str:
    """Slack's own name of the error."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""


def retry_after(headers: Mapping[str, Any]) -> timedelta:
    """How long Slack asks to wait."""
    found = next((str(v) for k, v in headers.items() if k.lower() == "retry-after"), "")
    return timedelta(seconds=max(1, int(found)) if found.isdigit() else USUAL_PAUSE)


def _refused(error: SlackApiError) -> ChatError:
    code, status = code_of(error), getattr(error.response, "status_code", 200)
    if status == 429 or code in RATE_LIMITED:
        return RateLimited(retry_after(getattr(error.response, "headers", {}) or {}))
    if status >= 500 or code in PASSING:
        return Unreachable(code or str(status))
    if code in GONE:
        return Gone(code)
    if code == "missing_scope":
        return Forbidden(str(error.response.get("needed") or "a scope"))
    if code in SHUT_OUT:
        return ShutOut(code)
    if code.startswith("restricted_action"):
        return Forbidden(MISSING["posting_to_channel_denied"])
    if code in MISSING:
        return Forbidden(MISSING[code])
    return Rejected(code or "an answer that can not be read")


class ShutOut(Forbidden):
    """The workspace's token opens nothing any more: the app has to be installed again."""
