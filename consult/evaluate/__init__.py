"""Corpus, training and honest measurement; nothing here is needed to analyse a response."""
