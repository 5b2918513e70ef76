"""What is kept about a member, a sentence for each kind of thing. Pure."""

from collections.abc import Callable, Mapping

from bot.chat.text import Text
from bot.chat.words import Words

_SENTENCES: Mapping[str, Callable[[int, Words], Text]] = {
    "ballots": lambda n, w: w.count("Your answer in {n} poll.", "Your answers in {n} polls.", n),
    "reasons": lambda n, w: w.count("Your words for {n} answer.", "Your words for {n} answers.", n),
    "polls": lambda n, w: w.count("{n} poll that you asked.", "{n} polls that you asked.", n),
    "poll_traces": lambda n, w: w.count(
        "{n} change to a poll that you made.", "{n} changes to polls that you made.", n
    ),
    "options": lambda n, w: w.count("{n} option that you added.", "{n} options that you added.", n),
    "fair_points": lambda n, w: w.count("{n} reason that you called fair.", "{n} reasons that you called fair.", n),
    "choices": lambda _, w: w.say("Your own choices: language, time, name, breaks."),
    "drafts": lambda n, w: w.count("{n} draft that was not posted.", "{n} drafts that were not posted.", n),
    "resources": lambda n, w: w.count("{n} thing that you shared.", "{n} things that you shared.", n),
    "resource_marks": lambda n, w: w.count(
        "What you said of {n} thing that was shared.", "What you said of {n} things that were shared.", n
    ),
    "power": lambda n, w: w.count("{n} entry of yours in the log.", "{n} entries of yours in the log.", n),
    "settings": lambda n, w: w.count("{n} setting that you changed last.", "{n} settings that you changed last.", n),
    "hidden": lambda n, w: w.count("{n} time your words were hidden.", "{n} times your words were hidden.", n),
    "outbox": lambda n, w: w.count("{n} message from me to you.", "{n} messages from me to you.", n),
    "thanks": lambda n, w: w.count("{n} time you thanked someone.", "{n} times you thanked someone.", n),
    "thanked": lambda n, w: w.count("{n} time you were thanked.", "{n} times you were thanked.", n),
    "unthanked": lambda _, w: w.say("That thanks to you are never made public."),
    "act_words": lambda n, w: w.count(
        "{n} word that you suggested for what people do.", "{n} words that you suggested for what people do.", n
    ),
    "proposals": lambda n, w: w.count("{n} proposal that you made.", "{n} proposals that you made.", n),
    "versions": lambda n, w: w.count("{n} version with your words.", "{n} versions with your words.", n),
    "suggestions": lambda n, w: w.count("{n} change that you suggested.", "{n} changes that you suggested.", n),
    "concerns": lambda n, w: w.count("{n} concern that you raised.", "{n} concerns that you raised.", n),
    "risks": lambda n, w: w.count("{n} risk that you named.", "{n} risks that you named.", n),
    "affected": lambda n, w: w.count("That {n} proposal affects you.", "That {n} proposals affect you.", n),
    "helping": lambda n, w: w.count("That you would help with {n} way.", "That you would help with {n} ways.", n),
    "more_time": lambda n, w: w.count(
        "That you needed more time for {n} proposal.", "That you needed more time for {n} proposals.", n
    ),
    "togethers": lambda n, w: w.count(
        "{n} time you asked for two proposals to become one.", "{n} times you asked for two proposals to become one.", n
    ),
    "stances": lambda n, w: w.count("Where you stand on {n} way.", "Where you stand on {n} ways.", n),
    "steps": lambda n, w: w.count("{n} next step of yours.", "{n} next steps of yours.", n),
    "review_answers": lambda n, w: w.count("Your answer at {n} review.", "Your answers at {n} reviews.", n),
    "feared_answers": lambda n, w: w.count(
        "What you say came of {n} worry without a name.", "What you say came of {n} worries without a name.", n
    ),
    "feared": lambda n, w: w.count("What became of {n} worry of yours.", "What became of {n} worries of yours.", n),
    "checkins": lambda n, w: w.count("{n} check-in that you started.", "{n} check-ins that you started.", n),
    "checkin_answers": lambda n, w: w.count(
        "Your answer in {n} check-in round.", "Your answers in {n} check-in rounds.", n
    ),
    "checkin_box": lambda n, w: w.count(
        "Your answers without your name in {n} round that is open.",
        "Your answers without your name in {n} rounds that are open.",
        n,
    ),
    "checkin_passes": lambda _, w: w.say("That it was not today for you; it is forgotten when the round closes."),
    "quiet": lambda _, w: w.say("That I ask you for nothing for now; it is forgotten by itself."),
    "checkin_reminders": lambda _, w: w.say("That you are reminded of check-ins."),
    "checkin_rests": lambda _, w: w.say("That check-ins leave you in peace for now."),
    "nameable": lambda _, w: w.say("That you may be named where what happened here is listed."),
    "agreement_versions": lambda n, w: w.count("{n} change to our agreement.", "{n} changes to our agreement.", n),
    "around": lambda _, w: w.say("That you are around; it is forgotten by itself."),
    "wishes": lambda _, w: w.say("That you would like company; it is forgotten by itself."),
    "company_asked": lambda _, w: w.say(
        "That you are asked whether company that you had is kept; it is forgotten by itself."
    ),
    "company_kept": lambda n, w: w.count(
        "Company that you and someone else both kept.",
        "Company that you and others both kept, {n} times.",
        n,
    ),
    "companions": lambda _, w: w.say("That you are with someone who would like company; it is forgotten by itself."),
}


def counted(table: str, n: int, words: Words) -> Text:
    """How much is kept of one kind, by the name of its table."""
    if table in _SENTENCES:
        return _SENTENCES[table](n, words)
    return words.count("{n} other entry ({table}).", "{n} other entries ({table}).", n, table=table)
