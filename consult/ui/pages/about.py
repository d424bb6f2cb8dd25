"""What the system does, how good it is, and what it does not do."""

from consult.ui.components.quality import quality
from consult.ui.frame import app, show
from consult.ui.texts import text

show(
    f"<h1>{text('about.title')}</h1>"
    f"<p>{text('about.does')}</p><p>{text('about.stance')}</p>"
    f"<h2>{text('about.quality')}</h2>{quality(app().settings.models)}"
    f"<h2>{text('about.limits')}</h2><p>{text('about.not')}</p><p>{text('app.not_a_poll')}</p>"
)
