"""What Slack takes, in characters unless something else is said. Pages on docs.slack.dev."""

# reference/block-kit/blocks
MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_ELEMENTS = 25
"""Buttons of one actions block."""
HEADER = 150
SECTION = 3_000
CONTEXT = 2_000
"""Slack names no limit for a text in a context block; this is what it takes in a section's field."""
RICH_TEXT = 3_000
"""Slack names no limit; a rich text block is kept as short as a section."""
ALL_BLOCKS = 12_000
"""``msg_blocks_too_long`` was seen near 13,200 characters of all blocks together (slackapi/bolt-js #2509)."""
BLOCK_ID = 255
ALT_TEXT = 2_000

# reference/block-kit/block-elements and composition-objects
BUTTON = 75
LABEL = 75
"""``accessibility_label``."""
OPTION = 75
OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_RADIOS = 10
"""Radio buttons or checkboxes."""
PLACEHOLDER = 150
LINK = 3_000
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT = 3_000

# reference/views
TITLE = 24
"""A view's title, and the words on its two buttons."""
PRIVATE = 3_000
"""``private_metadata``."""

# reference/methods/chat.update
MESSAGE = 4_000
"""The top-level ``text``, which screen readers and phones' notifications read."""
