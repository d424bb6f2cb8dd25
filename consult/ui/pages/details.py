"""What is said of a consultation, who was invited, and its catalogue."""

from consult.services import rounds
from consult.ui.frame import chosen_round, desk
from consult.ui.round_view import round_view

# What rounds are chosen among is of no version; readers are told what was released.
round_view(rounds.get(desk(), chosen_round().slug))
