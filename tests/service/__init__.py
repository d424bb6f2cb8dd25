"""The services on real databases, with a hand-written analyser."""
