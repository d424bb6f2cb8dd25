"""All consultations that the visitor may see."""

from consult.domain.access import Action
from consult.services.fronts import fronts
from consult.ui.components.fronts_list import another, fronts_list
from consult.ui.components.notice import no_access, nothing_yet
from consult.ui.frame import desk, show
from consult.ui.texts import text

found = fronts(desk())
if found:
    show(f"<h1>{text('pages.rounds')}</h1>{fronts_list(found)}{another(desk())}")
else:
    show(nothing_yet() if desk().may(Action.CREATE) else no_access())
