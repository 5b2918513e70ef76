"""What the store can answer about thanks, and the changes that it can make. None of them gives a number per person."""

from collections.abc import Mapping

from bot.ports import Change, View
from bot.thanks.model import Suggestion, Tally, Thanks, Week

THANKS: View[Thanks | None] = View("thanks.thanks")
"""Thanks with the words that others added, by ``subject``."""

ASKED: View[tuple[Thanks, str] | None] = View("thanks.asked")
"""The thanks in which someone is asked, and the id of their being asked, by ``subject``, that id."""

TOP: View[str] = View("thanks.top")
"""The id of the thanks on whose card ``thanks`` stand: their own, or that of those that they were added to."""

STORY: View[list[Thanks]] = View("thanks.story")
"""All thanks of ``community`` from ``since`` to ``until`` in which ``like`` (an SQL pattern) stands, shown or not, with
what others added. In no order that means anything."""

MINE: View[list[Thanks]] = View("thanks.mine")
"""Thanks in which ``person`` of ``community`` is thanked or is the giver, the newest first, at most ``limit``."""

TALLY: View[Tally] = View("thanks.tally")
"""How thanks that were shown since ``since`` are spread in ``community``."""

NEVER: View[bool] = View("thanks.never")
"""Whether ``person`` of ``community`` never wants thanks to them made public."""

WEEK: View[Week | None] = View("thanks.week")
"""What happened in the week whose id is ``subject``, and nobody has been thanked for yet."""

WEEKS: View[list[str]] = View("thanks.weeks")
"""The ids of the weeks of ``community`` that were listed since ``since``."""

NAMEABLE: View[bool] = View("thanks.nameable")
"""Whether ``person`` of ``community`` may be named when acts are listed."""

LIST_WEEK = Change("thanks.list_week")
MAY_NAME = Change("thanks.may_name")
MAY_NOT_NAME = Change("thanks.may_not_name")

GIVE = Change("thanks.give")
ASK = Change("thanks.ask")
"""Someone is thanked, and has said nothing yet."""

ASK_OTHERS = Change("thanks.ask_others")
CONSENT = Change("thanks.consent")
"""What someone who is thanked says of being shown; returns 0 when it is not them."""

SPEAK_FOR = Change("thanks.speak_for")
"""What someone says who speaks for others; a "better not" is never overruled."""

TAKE_BACK = Change("thanks.take_back")
"""The giver's words are gone; returns 0 when they are not the giver's."""

SAY_NEVER = Change("thanks.say_never")
UNSAY_NEVER = Change("thanks.unsay_never")

VOCABULARY: View[Mapping[str, bool]] = View("thanks.vocabulary")
"""Words for acts that ``community`` has added (True) or taken out (False)."""

SUGGESTION: View[Suggestion | None] = View("thanks.suggestion")
"""A suggested change to those words, by ``subject``."""

SUGGEST = Change("thanks.suggest")
MIND = Change("thanks.mind")
"""Someone would rather not; returns 0 when that is said already or the time is over."""

ADOPT = Change("thanks.adopt")
"""The suggestion's word is in, or out, from now on; returns 0 when someone minded."""
