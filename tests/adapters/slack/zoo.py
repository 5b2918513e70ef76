"""One of everything that can stand on a card or in a form, and cards that are far too long."""

from datetime import UTC, datetime

from bot.chat.cards import (
    Bar,
    Bars,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
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
from bot.chat.token import Token

AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
TOKEN = Token("poll.choose", ("p1", "2"))
SPANS = (
    Plain("plain <b> & *stars* "),
    Bold("bold"),
    Quoted("שלום"),
    Person(PersonId("U123")),
    Person(PersonId("gone:1")),
    Place(PlaceId("C123")),
    Moment(AT),
    Link("here", "https://a.example/b?c=d"),
    Link("odd", "javascript:alert(1)"),
    Command("descant find"),
)
EVERYTHING = Card(
    (
        Heading(plain("When do we meet?")),
        Paragraph(SPANS),
        Small(plain("Nobody has answered yet.")),
        Small((Plain("By "), Person(PersonId("U123")), Plain(", "), Moment(AT))),
        Small(SPANS),
        Said("I work on Saturdays\n*really*", plain("Ana")),
        Said("Unnamed"),
        Bars((Bar("Tuesday", 3, 5, plain("3 of 5")), Bar("Saturday", None, 5, plain("fewer than 3")))),
        Picture(BarChart("t", (ChartBar("a", 1, "1"),), 1, None, "f"), "Tuesday 3, Saturday 2"),
        Divider(),
        Buttons((Button("Tuesday", TOKEN, "primary"), Button("x" * 90, TOKEN, "danger"), Button("Saturday", TOKEN))),
        Menu(TOKEN, "Choose one", (MenuOption("1", "Tuesday"), MenuOption("", "y" * 90))),
        Menu(TOKEN, "Choose several", (MenuOption("1", "Tuesday"), MenuOption("2", "Saturday")), most=2),
    )
)
FORM = Form(
    Token("poll.ask", ("d1",)),
    "A title that is longer than Slack shows",
    (
        TextField("question", "What?", hint="A sentence", value="When", required=True, lines=True),
        ChoiceField("kind", "How?", (Choice("one", "Choose one"), Choice("any", "Choose all")), "any"),
        ManyField("days", "Which?", (Choice("1", "Mon"), Choice("2", "Tue")), ("2",)),
        PeopleField("who", "Who?", (PersonId("U123"), PersonId("nobody"))),
        PlaceField("place", "Where?", PlaceId("C123")),
    ),
    "Look at it before it is sent",
    plain("A word beforehand."),
)


def result(sides: int, reasons: int, length: int) -> Card:
    """A result that carries so many reasons of so many characters for each of its sides."""
    elements: list[Element] = []
    for side in range(sides):
        elements.append(Heading(plain(f"Why side {side}")))
        elements += [Said(f"{side}.{n} " + "w" * (length - 4), plain("Ana")) for n in range(reasons)]
    return Card((*elements, Buttons((Button("Details", Token("poll.details", ("p1",))),))))
