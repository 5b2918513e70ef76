"""What Discord takes, each number with the page of its developer documentation (https://docs.discord.com/developers)."""

from datetime import timedelta

MOST_PARTS = 40
"""Components of a message, nested ones included (components/reference, "Legacy Message Component Behavior" aside)."""

MOST_TEXT = 4000
"""Characters over all text displays of a message (components/reference, "Text Display")."""

MOST_IN_ROW = 5
"""Buttons of one action row (components/reference, "Action Row")."""

MOST_OPTIONS = 25
"""Options of a select menu (components/reference, "String Select")."""

LABEL_OF_BUTTON = 80
LABEL_OF_OPTION = 100
PLACEHOLDER = 150
CUSTOM_ID = 100
"""Characters; the same page. A custom id is unique within its message."""

TITLE_OF_FORM = 45
LABEL_OF_FIELD = 45
HINT_OF_FIELD = 100
TEXT_OF_FIELD = 4000
MOST_ROWS_OF_FORM = 5
"""Top-level components of a modal (interactions/receiving-and-responding, "Modal"; components/reference, "Label")."""

MOST_IN_GROUP = 10
"""Options of a radio group, of which there are at least two, or of a checkbox group (components/reference)."""

ALT_TEXT = 1024
"""Characters of a picture's description (components/reference, "Media Gallery")."""

NAME_OF_THREAD = 100
"""Characters (resources/channel, "Start Thread from Message")."""

ARCHIVED_AFTER = 10080
"""Minutes without a word until a thread is archived: the longest there is (resources/channel)."""

NONCE = 25
"""Characters (resources/message, "Create Message")."""

NAME_OF_COMMAND = 32
WHAT_OF_COMMAND = 100
MOST_BOXES = 25
MOST_CHOICES = 25
NAME_OF_CHOICE = 100
TEXT_OF_BOX = 6000
"""interactions/application-commands."""

ANSWER_WITHIN = timedelta(seconds=3)
"""After this an interaction that was not answered is dead (interactions/receiving-and-responding)."""

DEFER_AFTER = timedelta(seconds=1.5)
"""Ours: what has not been answered by then gets a deferred answer first."""

LAST_MOMENT = timedelta(seconds=2.4)
"""Ours: the same for what may open a form, since a form can only be the first answer."""

SPEAK_FOR = timedelta(minutes=15)
"""How long an answer can be edited (the same page)."""

REQUESTS_PER_SECOND = 49
"""Of the 50 that a bot may send in all (topics/rate-limits); answers to interactions are not counted."""

BANNED_FOR = timedelta(minutes=10)
"""After 10,000 refused requests in this time an address is shut out (topics/rate-limits)."""

POOL = 256
"""Connections at once. Ours: without a bound a burst of presses opens thousands and answers them all too late."""
