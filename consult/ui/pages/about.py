"""What the system does, how good it is, and what it does not do."""

from consult.domain.voices import LABELS
from consult.ui import links
from consult.ui.components.doubt import explained
from consult.ui.components.quality import quality
from consult.ui.frame import app, show, threshold
from consult.ui.texts import text

STANCES = "".join(
    f'<dt><span class="key {label}"></span>{text(f"stance.{label}")}</dt>'
    f"<dd>{text(f'about.{label}')}</dd>"
    for label in LABELS
)

show(
    f"<h1>{text('about.title')}</h1>"
    f"<p>{text('about.does')}</p>"
    f"<h2>{text('about.stances')}</h2><p>{text('about.stance')}</p><dl>{STANCES}</dl>"
    f"<h2>{text('about.quality')}</h2><p>{text('about.measured')}</p>"
    f"{quality(app().settings.models)}{explained(threshold())}"
    f"<h2>{text('about.counting')}</h2><p>{text('about.poll')} "
    f"{text('proposal.how_counted_text')}</p>"
    f"<h2>{text('about.limits')}</h2><p>{text('about.not')}</p>"
    f"<p>{links.anchor(links.accessibility(), text('pages.accessibility'))}</p>",
    "prose",
)
