"""Make a consultation."""

from consult.ui.new_round import new_round

new_round()
