"""One proposal: who says what, in their own words, one click from the source."""

from consult.ui.components.notice import problem
from consult.ui.frame import chosen_round, parameter, show
from consult.ui.proposal_view import proposal_view
from consult.ui.texts import text

chosen = chosen_round()
number = parameter("nr")
if number:
    proposal_view(chosen.slug, number)
else:
    show(problem(text("proposal.not_found")))
