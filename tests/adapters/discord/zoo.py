"""Cards and forms of every kind, short, long and hostile."""

from datetime import UTC, datetime

from bot.chat.cards import (
    Bar,
    Bars,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Menu,
    MenuOption,
    Paragraph,
    Picture,
    Said,
    Small,
)
from bot.chat.charts import BarChart, ChartBar
from bot.chat.forms import Choice, ChoiceField, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, plain
from bot.chat.token import LIMIT, Token

AT = datetime(2026, 11, 27, 18, tzinfo=UTC)
HOSTILE = "**@everyone** <@1> ||x|| `y` [z](https://a.b) \n# big\n> q\n1. l\n-# s \u202eevil שלום 👍🏽 "
CHART = BarChart("Title", (ChartBar("a", 1, "1"),), 2, None, "foot")
LONGEST = Token("p", ("x" * (LIMIT - 4),))


def button(number: int, label: str = "Press", style: str = "default") -> Button:
    return Button(label, Token("poll.choose", ("p1", str(number))), style)  # type: ignore[arg-type]


EVERYTHING = Card(
    (
        Heading(plain("When do we meet?")),
        Paragraph((Plain("By "), Person(PersonId("5")), Plain(" in "), Place(PlaceId("6")), Plain(", "), Moment(AT))),
        Paragraph((Bold("bold"), Quoted("quoted"), Link("link", "https://a.b"), Command("descant find"))),
        Small(plain("fine\nprint")),
        Said("their words\n\nin lines", plain("Ana")),
        Said("others"),
        Bars((Bar("Saturday", 3, 4, plain("3 of 4")), Bar("Sunday", None, 4, plain("fewer than 3")))),
        Picture(CHART, "Saturday 3 of 4"),
        Divider(),
        Heading(plain("What happens next")),
        Buttons((button(1, style="primary"), button(2), button(3, style="danger"))),
        Menu(Token("poll.pick", ("p1",)), "Choose", tuple(MenuOption(str(n), f"Option {n}") for n in range(25)), 25),
    )
)

CARDS: dict[str, Card] = {
    "everything": EVERYTHING,
    "nothing": Card(()),
    "words of nothing": Card((Paragraph(()), Said(""), Buttons((Button("", Token("x")),)))),
    "hostile": Card(
        (
            Heading(plain(HOSTILE)),
            Paragraph((Bold(HOSTILE), Quoted(HOSTILE), Plain(HOSTILE))),
            Said(HOSTILE, plain(HOSTILE)),
            Bars((Bar(HOSTILE, 1, 1, plain(HOSTILE)),)),
            Small(plain(HOSTILE)),
            Buttons((Button(HOSTILE, Token("x")),)),
            Menu(Token("m"), HOSTILE, (MenuOption("1", HOSTILE),)),
        )
    ),
    "a proposal of 4,000 characters": Card(
        (Heading(plain("A" * 300)), Said("word " * 800), Said("*" * 500), Buttons((button(1),)))
    ),
    "25 options of 100 characters": Card(
        (
            Heading(plain("Q" * 300)),
            Bars(tuple(Bar("o" * 100, 1, 25, plain("1 of 25 (4 %)")) for _ in range(25))),
            *(Said(f"{n} " + "why " * 120, (Person(PersonId("7")),)) for n in range(25)),
            Menu(Token("poll.pick", ("p1",)), "p" * 300, tuple(MenuOption(str(n), "l" * 100) for n in range(25)), 25),
            Buttons(tuple(button(n, "b" * 200) for n in range(5))),
        )
    ),
    "more sides than fit": Card(
        (*(Said(str(n) * 30, plain("someone")) for n in range(400)), Buttons((button(1, "Details"),)))
    ),
    "ten ways to decide on": Card(
        tuple(
            element
            for way in range(10)
            for element in (
                Heading(plain(f"Way {way}")),
                Divider(),
                Buttons(tuple(button(way * 4 + stance, f"Stance {stance}") for stance in range(4))),
            )
        )
    ),
    "forty ways to decide on": Card(
        (
            *(
                element
                for way in range(40)
                for element in (Paragraph(plain(f"Way {way}")), Buttons((button(way * 2), button(way * 2 + 1))))
            ),
            Buttons((button(99, "Details"),)),
        )
    ),
    "the same button twice": Card((Buttons((button(1), button(1), button(1))), Buttons((Button("x", LONGEST),) * 2))),
    "emoji": Card((Paragraph(plain("👩‍👩‍👧" * 900)), Said("🏳️‍🌈" * 900))),
}

FORMS: dict[str, Form] = {
    "everything": Form(
        Token("f", ("1",)),
        "Title " * 20,
        (
            TextField("words", "Label " * 20, "Hint " * 40, "value", required=True, most=500),
            TextField("long", "Long", value="v" * 4500, lines=True),
            ChoiceField("kind", "Kind", (Choice("a", "A"), Choice("b", "B" * 200)), "b"),
            ManyField("many", "Many", (Choice("a", "A"), Choice("b", "B")), ("a", "b"), most=2, required=True),
            PeopleField("who", "Who", (PersonId("12"),), most=30),
        ),
        "Send",
        plain("A note that has no room here."),
    ),
    "pickers": Form(
        Token("f"),
        "Pickers",
        (
            PlaceField("place", "Where", PlaceId("34"), required=True),
            PlaceField("other", "Where else"),
            PeopleField("who", "Who", (PersonId("nobody"),), required=True),
            ManyField("many", "Many", tuple(Choice(str(n), str(n)) for n in range(12))),
        ),
        "Send",
        plain(HOSTILE),
    ),
    "one choice": Form(Token("f"), "One", (ChoiceField("only", "Only", (Choice("a", "A"),), "a"),), "Send"),
    "many choices": Form(
        Token("f"), "Many", (ChoiceField("c", "C", tuple(Choice(str(n), "x") for n in range(20)), "3"),), "Send"
    ),
}
