"""The filled fields of an OpenDocument form, as the eye sees them."""

from collections.abc import Iterator

from lxml.etree import _Element

from consult.readers.odt_styles import OFFICE, XML_ID

_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
# What a person chose or wrote; buttons, files and passwords are none.
_TEXTS = frozenset({"text", "textarea", "formatted-text", "number", "date", "time", "combobox"})
_MARKS = {True: "☒", False: "☐"}


def controls(body: _Element) -> dict[str, str]:
    """The shown words of each form control under `body`, by its id."""
    found: dict[str, str] = {}
    for forms in body.iterchildren(f"{OFFICE}forms"):
        for control in forms.iter(f"{_FORM}*"):
            shown = _shown(control)
            for key in (control.get(XML_ID), control.get(f"{_FORM}id")):
                if key and shown:
                    found[key] = shown
    return found


def _shown(control: _Element) -> str:
    kind = str(control.tag).removeprefix(_FORM)
    if kind in _TEXTS:
        return _value(control, "current-value") or _value(control, "value")
    if kind in ("checkbox", "radio"):
        return f"{_MARKS[_is_chosen(control)]} {_value(control, 'label')}".strip()
    if kind == "listbox":
        return ", ".join(_options(control))
    return _value(control, "label") if kind == "fixed-text" else ""


def _is_chosen(control: _Element) -> bool:
    state = _value(control, "current-state") or _value(control, "state")
    chosen = _value(control, "current-selected") or _value(control, "selected")
    return state == "checked" or chosen == "true"


def _options(control: _Element) -> Iterator[str]:
    """The chosen options of a list; the current choice wins over the one it came with."""
    options = list(control.iterchildren(f"{_FORM}option"))
    for name in ("current-selected", "selected"):
        chosen = [_value(o, "label") for o in options if _value(o, name) == "true"]
        if chosen:
            yield from chosen
            return


def _value(control: _Element, name: str) -> str:
    return str(control.get(f"{_FORM}{name}", ""))
