"""What names no proposal: left over beside a catalogue, the matter itself without one."""


def unnamed(is_whole: bool) -> str:
    """The ending of the names of its texts; `is_whole` says that the round has no catalogue."""
    return "whole" if is_whole else "without"
