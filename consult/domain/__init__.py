"""Frozen value types and pure rules of the field; imports nothing of ours."""
