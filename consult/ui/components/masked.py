"""Words that were taken out, as a screen reader should say them."""

import re

from consult.domain.redaction import MASK
from consult.ui.texts import text

#: Elements, which are left as they are, or a run of masked characters between them.
_PART = re.compile(f"<[^>]*>|{MASK}(?:[{MASK}\\s]*{MASK})?")


def masked(html: str) -> str:
    """The HTML with every run of masked characters named: what it is, instead of what it shows."""
    if MASK not in html:
        return html
    return _PART.sub(_named, html)


def _named(part: re.Match[str]) -> str:
    shown = part.group()
    if shown.startswith("<"):
        return shown
    label = text("app.masked")
    return f'<span class="masked" role="img" aria-label="{label}" title="{label}">{shown}</span>'
