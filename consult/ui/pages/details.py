"""What is said of a consultation, who was invited, and its catalogue."""

from consult.ui.frame import chosen_round
from consult.ui.round_view import round_view

round_view(chosen_round())
