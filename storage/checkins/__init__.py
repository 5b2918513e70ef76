"""Check-ins as statements and rows; see ``bot.checkins.views``. No statement here lists who did not answer."""

from storage.checkins import answers, company, schedules
from storage.checkins.schedules import may_know
from storage.checkins.waiting import OPEN_THINGS, TO_COME
from storage.statements import Changes, Views

VIEWS: Views = {**schedules.VIEWS, **answers.VIEWS, **company.VIEWS}
CHANGES: Changes = {**schedules.CHANGES, **answers.CHANGES, **company.CHANGES}

__all__ = ["CHANGES", "OPEN_THINGS", "TO_COME", "VIEWS", "may_know"]
