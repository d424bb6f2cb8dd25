"""Reads and analyses many responses: what to do next, where, and in constant memory."""
