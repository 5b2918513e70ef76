"""The message catalogue: gathers every member-facing sentence of core and adapters, and looks translations over.

Without arguments it writes the template; with ``--check`` it fails where that is out of date or a translation is wrong.
"""

import io
import sys
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "bot" / "chat" / "locale"
TEMPLATE = FOLDER / "descant.pot"
SOURCES = ("bot", "adapters")
KEYWORDS = {"say": None, "label": None, "later": None, "count": (1, 2), "labels": (1, 2)}


def gathered() -> str:
    """The template, in an order that does not depend on where sentences stand."""
    catalogue = Catalog(project="Descant")
    for source in SOURCES:
        for _, _, message, _, _ in extract_from_dir(str(ROOT / source), keywords=KEYWORDS):
            catalogue.add(message)
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, no_location=True, sort_output=True, width=120)
    return out.getvalue().decode()


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with a translation: places that are missing, invented, or plural forms that are."""
    found = []
    for message in catalogue:
        if not message.id or not any(_forms(message)):
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        forms = _forms(message)
        if not isinstance(message.id, str) and len(forms) != catalogue.num_plurals:
            found.append(f"{source!r} has {len(forms)} forms, its language has {catalogue.num_plurals}")
        found += [f"{source!r} becomes {form!r}, which has other places" for form in forms if _odd(source, form, forms)]
    return found


def places(template: str) -> frozenset[str]:
    """The named places of a template."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def _odd(source: str, form: str, forms: list[str]) -> bool:
    wanted, there = places(source), places(form)
    # The singular may write its number as a word.
    return there != wanted and not (len(forms) > 1 and form is forms[0] and wanted - there == {"n"})


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    template = gathered()
    if "--check" not in arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        TEMPLATE.write_text(template)
    elif not TEMPLATE.exists() or TEMPLATE.read_text() != template:
        print("The template is out of date: run scripts/catalogue.py and commit what it writes.")
        return 1
    code = 0
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/descant.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        wrong = faults(catalogue)
        for sentence in wrong:
            print(f"{path.relative_to(ROOT)}: {sentence}")
        code |= bool(wrong)
        if "--check" not in arguments:
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
