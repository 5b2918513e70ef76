"""What Slack sends when something is chosen or filled in."""

from tests.wire.slack.standin import Payload


def chosen_in(block: Payload, labels: tuple[str, ...], blocks: list[Payload]) -> tuple[Payload, list[str]] | None:
    """The element in this block, and the values, that these labels stand for."""
    elements = [*block.get("elements", ()), *filter(None, [block.get("accessory")])]
    for element in elements:
        if element.get("type") == "button" and (element["text"]["text"],) == labels:
            return element, []
        chosen = [o["value"] for o in element.get("options", ()) if o["text"]["text"] in labels]
        if element.get("type") == "static_select" and len(chosen) == len(labels):
            return element, chosen
        if element.get("type") == "multi_static_select" and len(chosen) == len(labels):
            senders = [e for b in blocks for e in b.get("elements", ()) if e.get("value") == block["block_id"]]
            return senders[0], chosen
    return None


def filled(block: Payload, values: dict[str, str]) -> Payload:
    """The state of one field, as it was typed or as it stood there."""
    key, element = block["block_id"], block["element"]
    kind = element["type"]
    sent: Payload = {"type": kind}
    if kind == "plain_text_input":
        value = values.get(key, element.get("initial_value", ""))
        assert len(value) <= element["max_length"], f"{key} takes {element['max_length']} characters"
        assert value or block["optional"], f"{key} has to be filled in"
        return {**sent, "value": value or None}
    known = {option["value"]: option for option in element.get("options", ())}
    if kind in ("radio_buttons", "static_select"):
        chosen = f"={values[key]}" if key in values else element.get("initial_option", {}).get("value")
        return {**sent, "selected_option": known[chosen] if chosen else None}
    if kind == "checkboxes":
        picked = [f"={v}" for v in values[key].split("\n")] if key in values else None
        options = [known[v] for v in picked] if picked is not None else element.get("initial_options", [])
        return {**sent, "selected_options": options}
    if kind == "multi_users_select":
        standing = element.get("initial_users", [])
        return {**sent, "selected_users": values[key].split("\n") if key in values else standing}
    return {**sent, "selected_conversation": values.get(key, element.get("initial_conversation"))}
