"""What holds for all tests."""

from hypothesis import settings

# Examples are the same in every run, and slow machines fail nothing: what is new is looked for
# by the fuzzers (fuzz/), and speed is measured in benchmarks/.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")
