"""The page itself: aiohttp carries requests in and cards out. Nothing here decides anything about a poll."""

from aiohttp import web

from adapters.web.guard import Guard
from adapters.web.limits import MOST_BODY
from adapters.web.live import Live
from adapters.web.pages import Pages
from adapters.web.presses import Presses
from adapters.web.site import Site
from adapters.web.views import Views, page_in_words


def application(site: Site) -> web.Application:
    """The application with all its routes."""
    here = frozenset(f"{name}:{site.config.port}" for name in ("127.0.0.1", "localhost", "[::1]", site.config.host))
    guard = Guard(here, site.secret, lambda words: page_in_words(words, site.title))
    views = Views(site, guard.token)
    live = Live(site, views)
    app = web.Application(client_max_size=MOST_BODY, middlewares=[guard.middleware])
    for part in (Pages(site, views), Presses(site, guard, views), live):
        app.add_routes(part.routes())
    app.on_shutdown.append(live.end)
    return app


async def serve(site: Site) -> web.AppRunner:
    """Start serving; clean up the runner to stop. Raises ``OSError`` when the port is taken."""
    runner = web.AppRunner(application(site), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    await web.TCPSite(runner, site.config.host, site.config.port).start()
    return runner
