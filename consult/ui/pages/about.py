"""What the system does, how good it is, where it is weak, and what it does not do."""

from consult.domain.voices import LABELS
from consult.ui import links
from consult.ui.components.doubt import explained
from consult.ui.components.measured import good, measured_on, open_source, versions, weak
from consult.ui.components.quality import quality
from consult.ui.frame import app, show, threshold
from consult.ui.texts import text

STANCES = "".join(
    f'<dt><span class="key {label}"></span>{text(f"stance.{label}")}</dt>'
    f"<dd>{text(f'about.{label}')}</dd>"
    for label in LABELS
)
NOT = "".join(f"<li>{text(f'about.not_{n}')}</li>" for n in range(1, 6))
STEPS = "".join(f"<li>{text(f'about.does_{n}')}</li>" for n in range(1, 6))
models = app().settings.models

show(
    f"<h1>{text('about.title')}</h1>"
    f"<p>{text('about.does')}</p><ol>{STEPS}</ol><p>{text('about.house')} "
    f"{links.anchor(links.guide(), text('about.to_guide'))}</p>"
    f"<h2>{text('about.stances')}</h2><p>{text('about.stance')}</p><dl>{STANCES}</dl>"
    f"<h2>{text('about.quality')}</h2><p>{measured_on(models)}</p>{good(models)}"
    f"<h3>{text('about.weak')}</h3><p>{text('about.weak_intro')}</p>{weak(models)}"
    f"<details><summary>{text('about.more_numbers')}</summary>{quality(models)}</details>"
    f"{explained(threshold())}"
    f"<h2>{text('about.counting')}</h2><p>{text('about.poll')} "
    f"{text('proposal.how_counted_text')}</p>"
    f"<h2>{text('about.limits')}</h2><ul>{NOT}</ul>"
    f"<p>{links.anchor(links.accessibility(), text('pages.accessibility'))}</p>"
    f"<h2>{text('about.parts')}</h2>{versions(models)}{open_source()}",
    "prose",
)
