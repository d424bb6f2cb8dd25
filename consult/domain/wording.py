"""Words as Danish sentences need them."""


def counted(n: int, one: str, many: str) -> str:
    """So many of something: "1 fil", "2 filer"."""
    return f"{n} {one if n == 1 else many}"


def files(n: int) -> str:
    """So many files."""
    return counted(n, "fil", "filer")
