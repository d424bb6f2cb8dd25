"""Where rounds are kept: tables, queries and migrations; the only room that speaks SQL."""
