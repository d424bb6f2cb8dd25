"""Hand responses in, and follow them until they are analysed."""

from consult.domain.access import Action
from consult.ui.components.notice import alarm
from consult.ui.following import follow
from consult.ui.frame import chosen_round, desk, show
from consult.ui.hand_in import receive
from consult.ui.texts import text

found = chosen_round()
show(f"<h1>{text('pages.hand_in')}</h1>")
decision = desk().may(Action.FILL, found.id)
if decision:
    receive(found.slug)
    follow(found.slug)
else:
    show(alarm(decision.reason))
