"""One small response whose whole result is kept under version control.

It shows in a diff what a change does to results. Scores are left out: they move with every
training. After a change that is meant, look at the diff of

    .venv/bin/python -m tests.golden.update
"""
