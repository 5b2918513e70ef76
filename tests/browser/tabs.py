"""What a member does in a browser tab. Everything waits for words or roles, never for time."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

LIVE = "body.live"
"""The page says so once its event stream is open."""

FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.getAttribute("aria-label") || (at.labels && at.labels.length ? at.labels[0].innerText : "");
  return (label || at.innerText || "").trim();
}"""


@dataclass
class Tab:
    """One open page."""

    page: Page
    complaints: list[str]

    async def live(self) -> "Tab":
        """Wait until news arrive by themselves."""
        await self.page.locator(LIVE).wait_for()
        return self

    async def says(self, line: str) -> None:
        """Type a line and press Enter."""
        box = self.page.locator("#line")
        await box.fill(line)
        await box.press("Enter")

    async def presses(self, label: str) -> None:
        """Press the newest button of this name."""
        await self.button(label).click()

    def button(self, label: str) -> Locator:
        """The newest button of this name."""
        return self.page.get_by_role("button", name=label, exact=True).last

    async def looks_for(self, label: str) -> None:
        """Without news that come by themselves: look again until there is a button of this name."""
        for _ in range(40):
            if await self.button(label).count():
                return
            await self.page.get_by_role("link", name="Look for news").click()
        raise AssertionError(f"{label!r} never comes")

    async def sees(self, *words: str) -> None:
        """Each of these comes into view on the page."""
        for expected in words:
            await expect(self.page.get_by_text(expected).last).to_be_visible()

    async def hears(self, words: str) -> None:
        """A listener is told this."""
        await expect(self.page.get_by_role("status")).to_contain_text(words)

    async def tabs_to(self, label: str, back: bool = False) -> None:
        """Press Tab until what has the focus is called so."""
        for _ in range(120):
            if str(await self.page.evaluate(FOCUSED)).startswith(label):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard never reaches {label!r}")

    async def keys(self, label: str, back: bool = False) -> None:
        """Reach this with Tab and press Enter."""
        await self.tabs_to(label, back)
        await self.page.keyboard.press("Enter")

    async def spills(self) -> list[str]:
        """What reaches beyond the side of the window."""
        return list(
            await self.page.evaluate(
                """() => {
                  const room = document.documentElement.clientWidth;
                  const wide = [...document.querySelectorAll("body *")].filter((part) => {
                    const box = part.getBoundingClientRect();
                    const beyond = box.width > 1 && (box.right > room + 1 || box.left < -1);
                    return beyond && !part.closest(".skip") && part.checkVisibility();
                  });
                  if (document.documentElement.scrollWidth > room) wide.push(document.documentElement);
                  return wide.map((part) => `${part.tagName}.${part.className} ${part.textContent.slice(0, 40)}`);
                }"""
            )
        )

    async def faults(self) -> list[str]:
        """What axe-core finds wrong with the page."""
        found: Any = (await Axe().run(self.page)).response
        return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]
