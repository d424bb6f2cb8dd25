"""Where rounds are kept: tables, queries and migrations; the only room that speaks SQL."""

# Whoever asks for the tables gets all of them, whichever module they are in.
from consult.store import account_tables as account_tables
from consult.store import release_tables as release_tables
from consult.store import review_tables as review_tables
from consult.store import taxonomy_table as taxonomy_table
from consult.store import work_table as work_table
