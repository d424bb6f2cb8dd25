"""Users: all of them, or the one that the address names."""

from consult.ui.frame import parameter
from consult.ui.user_list import every_user
from consult.ui.user_view import one_user

if name := parameter("bruger"):
    one_user(name)
else:
    every_user()
