"""The page without JavaScript: what it lets in, what it says, and that nobody sees what is not for them."""

from pathlib import Path

import pytest

from adapters.web.limits import MOST_BODY
from adapters.web.told import Spot
from bot.chat.answers import File
from bot.chat.cards import Card, Paragraph
from bot.chat.text import plain
from tests.adapters.web.garden import Garden, garden

POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: 3d"
PAPER = Card((Paragraph(plain("For you alone")),))


async def asked(g: Garden, line: str = POLL) -> None:
    """Ana asks, and everyone can see it."""
    ana = g.member("ana")
    await ana.says(line)
    await ana.presses("Post it")
    await g.play.core.settle()


async def test_a_poll_from_question_to_reason_without_javascript(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana, bilal = g.member("ana"), g.member("bilal")
        await ana.says("/poll")
        assert "/form/" in ana.address
        await ana.fills(question="When do we meet?", options="Tuesday\nSaturday")
        assert "This is how it will look" in ana.words
        await ana.presses("Post it")
        await g.play.core.settle()
        assert "Recorded: Saturday" in await bilal.presses("Saturday")
        assert bilal.address.rpartition("#")[2].startswith("m")
        await bilal.presses("Say why")
        await bilal.fills(words="Tuesdays I work <b>late</b>")
        assert "Thank you for saying why" in bilal.words
        await bilal.presses("Details")
        await bilal.presses("See the reasons")
        assert "Tuesdays I work <b>late</b>" in bilal.words
        assert "<b>late" not in bilal.html


async def test_every_press_ends_in_a_page_to_look_at(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana = g.member("ana")
        await ana.looks()
        token = ana.html.split('name="csrf" value="')[1].split('"')[0]
        answer = await g.session.post(
            f"{g.url}/as/ana/plans/say", data={"csrf": token, "line": "hello"}, allow_redirects=False
        )
        assert answer.status == 303
        assert answer.headers["Location"] == "/as/ana/plans?at=newest#newest"
        assert "hello" in await g.member("bilal").looks()


async def test_a_form_with_something_amiss_keeps_every_word(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana = g.member("ana")
        await ana.says("/poll")
        await ana.fills(question='A "quoted" <i>question</i>', options="only one", closes="yesterday")
        assert "Your words are kept" in ana.words
        assert "at least two options" in ana.words
        assert 'value="A &#34;quoted&#34; &lt;i&gt;question&lt;/i&gt;"' in ana.html
        assert "only one</textarea>" in ana.html
        assert "yesterday" in ana.html


@pytest.mark.parametrize("path", ["/", "/as/ana/plans", "/static/page.css", "/nowhere", "/health"])
async def test_every_answer_carries_the_policy(tmp_path: Path, path: str) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.get(g.url + path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_holds_nothing_that_its_policy_forbids(tmp_path: Path) -> None:
    async with garden(tmp_path, story=True) as g:
        await g.member("ana").says("/poll")
        for path in ("/", "/as/ana/plans", "/as/ana/plans/form/1", "/nowhere"):
            html = await (await g.session.get(g.url + path)).text()
            assert " style=" not in html
            assert "<style" not in html
            assert "javascript:" not in html
            assert all(" src=" in part.split(">")[0] for part in html.split("<script")[1:])


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1.evil.example:80"])
async def test_another_name_for_this_machine_is_not_answered(tmp_path: Path, host: str) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.get(f"{g.url}/as/ana/plans", headers={"Host": host})
        assert answer.status == 403
        assert "only for the machine that it runs on" in await answer.text()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
async def test_what_another_page_sends_is_not_taken(tmp_path: Path, origin: str) -> None:
    async with garden(tmp_path) as g:
        ana = g.member("ana")
        await ana.looks()
        token = ana.html.split('name="csrf" value="')[1].split('"')[0]
        answer = await g.session.post(
            f"{g.url}/as/ana/plans/say", data={"csrf": token, "line": "planted"}, headers={"Origin": origin}
        )
        assert answer.status == 403
        assert "planted" not in await ana.looks()


@pytest.mark.parametrize("token", ["", "0" * 32, "ünïcödé"])
async def test_a_form_without_the_members_own_token_is_not_taken(tmp_path: Path, token: str) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.post(f"{g.url}/as/ana/plans/say", data={"csrf": token, "line": "planted"})
        assert answer.status == 403
        assert "Open it again and press once more" in await answer.text()
        assert "planted" not in await g.member("ana").looks()


async def test_a_token_of_one_member_is_none_of_another(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana = g.member("ana")
        await ana.looks()
        token = ana.html.split('name="csrf" value="')[1].split('"')[0]
        answer = await g.session.post(f"{g.url}/as/bilal/plans/say", data={"csrf": token, "line": "planted"})
        assert answer.status == 403


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nowhere", "There is no such page here."),
        ("/as/nobody/plans", "There is no such member here."),
        ("/as/ana/nowhere", "There is no such place here"),
        ("/as/ana/direct-bilal", "not for these eyes"),
        ("/as/ana/thread-99", "There is no such place here"),
        ("/as/ana/thread-x", "There is no such place here"),
        ("/as/ana/plans/form/1", "This form is not there any more."),
        ("/as/ana/plans/form/99999999999999999999", "This form is not there any more."),
        ("/as/ana/plans/file/1", "This file is not there"),
        ("/drawn/0.png", "This picture is not there."),
    ],
)
async def test_what_is_not_there_is_said_in_words(tmp_path: Path, path: str, words: str) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.get(g.url + path)
        html = await answer.text()
        assert answer.status == 404
        assert words in html
        assert 'href="/"' in html


async def test_a_wrong_verb_gets_words(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.get(f"{g.url}/as/ana/plans/press")
        assert answer.status == 405
        assert "That can not be done here." in await answer.text()


async def test_too_much_at_once_gets_words(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        answer = await g.session.post(f"{g.url}/as/ana/plans/say", data={"line": "x" * (MOST_BODY + 1)})
        assert answer.status == 413
        assert "more than this page takes at once" in await answer.text()


async def test_a_whisper_is_seen_by_its_reader_alone(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        await asked(g)
        assert "Recorded: Saturday" in await g.member("bilal").presses("Saturday")
        assert "Recorded" not in await g.member("ana").looks()


async def test_another_members_whisper_can_be_neither_pressed_nor_put_away(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        whisper = await g.room.whisper("plans", "bilal", PAPER, g.play.now(), Spot())
        ana = g.member("ana")
        await ana.looks()
        token = ana.html.split('name="csrf" value="')[1].split('"')[0]
        sent = {"csrf": token, "message": str(whisper), "token": "1|poll.new"}
        await g.session.post(f"{g.url}/as/ana/plans/dismiss", data=sent)
        await g.session.post(f"{g.url}/as/ana/plans/press", data=sent)
        assert "For you alone" in await g.member("bilal").looks()
        about = await g.session.post(f"{g.url}/as/ana/plans/about", data=sent | {"command": "poll"})
        assert about.status == 404


async def test_another_members_form_is_not_reachable(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        bilal = g.member("bilal")
        await bilal.says("/poll")
        number = bilal.address.rpartition("/")[2]
        assert (await g.session.get(f"{g.url}/as/ana/plans/form/{number}")).status == 404
        assert (await g.session.get(f"{g.url}/as/bilal/plans/form/{number}")).status == 200


async def test_a_file_reaches_its_reader_alone(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        file = File('a "poll"\r\n.json', b"{}")
        await g.room.whisper("plans", "bilal", PAPER, g.play.now(), Spot(), (file,))
        bilal = g.member("bilal")
        await bilal.looks()
        path = bilal.html.split('href="/as/bilal/plans/file/')[1].split('"')[0]
        mine = await g.session.get(f"{g.url}/as/bilal/plans/file/{path}")
        assert await mine.read() == b"{}"
        assert mine.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20%22poll%22%0D%0A.json"
        assert (await g.session.get(f"{g.url}/as/ana/plans/file/{path}")).status == 404


async def test_one_whisper_at_a_time_stands_beneath_a_card(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        await asked(g)
        bilal = g.member("bilal")
        await bilal.says("Good question.")
        assert "Recorded: Saturday" in await bilal.presses("Saturday")
        words = await bilal.presses("Tuesday")
        assert "Recorded: Saturday" not in words
        assert words.index("When do we meet?") < words.index("Recorded: Tuesday") < words.index("Good question.")
        await bilal.presses("Put away")
        assert "Recorded" not in bilal.words


async def test_a_thread_shows_its_message_and_how_much_is_in_it(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        await asked(g)
        [card] = [m for m in await g.room.messages("plans", "bilal") if m.card is not None]
        inside = g.member("bilal", f"thread-{card.id}")
        assert "Tuesdays are hard." in await inside.says("Tuesdays are hard.")
        assert "When do we meet?" in inside.words
        assert "Back to #garden-plans" in inside.words
        assert "1 in the thread" in await g.member("ana").looks()


async def test_the_clock_moves_by_what_was_pressed(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        await asked(g)
        ana = g.member("ana")
        for by in ("hour", "day", "next", "next"):
            await ana.looks()
            token = ana.html.split('name="csrf" value="')[1].split('"')[0]
            await g.session.post(f"{g.url}/as/ana/plans/clock", data={"csrf": token, "by": by})
        assert "Nobody answered, so nothing is decided." in await ana.looks()
        assert "Nothing is due." in ana.words
        assert "Closed on time." in ana.words


async def test_a_defect_of_the_page_is_said_in_words_and_logged_without_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with garden(tmp_path) as g:
        await g.room.say("plans", "ana", "a secret of mine", g.play.now())
        g.room.channels.clear()
        answer = await g.session.get(f"{g.url}/")
        assert answer.status == 500
        assert "Nothing is lost." in await answer.text()
        assert "StopIteration" in caplog.text or "RuntimeError" in caplog.text
        assert "secret" not in caplog.text


async def test_what_is_shared_is_listed_on_the_page(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana, bilal = g.member("ana"), g.member("bilal")
        await ana.says("/descant share https://example.org/bulbs How deep each <b>bulb</b> goes")
        await bilal.presses("What we share")
        assert "How deep each <b>bulb</b> goes" in bilal.words
        assert '<a href="https://example.org/bulbs" rel="noopener noreferrer nofollow">' in bilal.html
        await bilal.presses("Find something")
        await bilal.fills(words="BULB")
        assert "Found: “ BULB ”" in bilal.words
