"""Which words mention someone by the id that their chat knows them by, and which are words like any others."""

import pytest

from bot.chat.hidden import ERASED
from bot.chat.ids import PersonId
from bot.personal import without

IN_SLACK, IN_DISCORD, HERE = PersonId("U024BE7LH"), PersonId("80351110224678912"), PersonId("ana")


@pytest.mark.parametrize(
    ("person", "words", "left"),
    [
        (IN_SLACK, "Ask <@U024BE7LH>, please", f"Ask {ERASED}, please"),
        (IN_SLACK, "Ask <@U024BE7LH|ana>, please", f"Ask {ERASED}, please"),
        (IN_SLACK, "Ask @Ana Lee (U024BE7LH), please", f"Ask {ERASED}, please"),
        (IN_SLACK, "See https://x.slack.com/team/U024BE7LH now", f"See https://x.slack.com/team/{ERASED} now"),
        (IN_SLACK, '["@Bo", "@Ana (U024BE7LH)"]', f'["@Bo", "{ERASED}"]'),
        (IN_SLACK, "AU024BE7LH and U024BE7LHX", None),
        (IN_DISCORD, "<@80351110224678912> <@!80351110224678912>", f"{ERASED} {ERASED}"),
        (IN_DISCORD, "1803511102246789123 <@803511102246789>", None),
        (HERE, "@ana knows a banana from ana", f"{ERASED} knows a banana from ana"),
        (HERE, "@anabel, Ana and bana", None),
    ],
)
def test_a_mention_goes_and_other_words_stay(person: PersonId, words: str, left: str | None) -> None:
    assert without(words, person) == (words if left is None else left)
