"""The accessibility statement."""

from consult.ui.frame import show
from consult.ui.texts import text

#: What does not yet meet the rules, a text each.
GAPS = ("english", "pieces", "originals", "keys")

keys = "".join(
    f"<dt>{text(f'key.{one}')} / {text(f'key.{other}')}</dt>"
    f"<dd>{text(f'accessibility.keys_{what}')}</dd>"
    for one, other, what in (
        ("ArrowDown", "ArrowUp", "passage"),
        ("PageDown", "PageUp", "page"),
    )
)
keys = f'<dl class="ways">{keys}</dl>'

show(
    f"<h1>{text('accessibility.title')}</h1><p>{text('accessibility.aim')}</p>"
    f"<h2>{text('accessibility.how')}</h2><p>{text('accessibility.tested')}</p>"
    f"<h2>{text('accessibility.gaps')}</h2><ul>"
    + "".join(f"<li>{text(f'accessibility.gap_{name}')}</li>" for name in GAPS)
    + f"</ul><h2>{text('accessibility.keys')}</h2>{keys}"
    f"<h2>{text('accessibility.contact')}</h2><p>{text('accessibility.contact_text')}</p>",
    "prose",
)
