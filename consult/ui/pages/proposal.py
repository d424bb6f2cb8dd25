"""One proposal: who says what, in their own words, one click from the source."""

import streamlit as st

from consult.ui.frame import chosen_round, parameter
from consult.ui.proposal_view import proposal_view
from consult.ui.texts import text

chosen = chosen_round()
number = parameter("nr")
if number:
    proposal_view(chosen.slug, number)
else:
    st.info(text("proposal.not_found"))
