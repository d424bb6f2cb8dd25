"""Pieces of a page, made as escaped HTML so that they can be tested without a browser."""
