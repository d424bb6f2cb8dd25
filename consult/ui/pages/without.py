"""What names no proposal."""

from consult.ui.frame import chosen_round
from consult.ui.proposal_view import proposal_view

proposal_view(chosen_round().slug, None)
