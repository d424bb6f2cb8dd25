"""Which version of a round is shown, and what readers of none are told."""

from html import escape

from consult.services.releasing import Release
from consult.store.records import Consultation
from consult.ui import links
from consult.ui.texts import moment, text

#: What the address says to leave the readers' view.
AS_ONESELF = "mig"


def version_line(
    made: Consultation, version: Release | None, as_reader: bool, named: bool = False
) -> str:
    """The version and its moment, the round first where it is to be `named`.

    For one who looks as readers do, also the way back.
    """
    name = f"<b>{links.anchor(links.overview(made.slug), made.name)}</b>" if named else ""
    if version is None:
        return f'<p class="in-round small">{name}</p>'
    said = text("version.shown", number=version.number, when=moment(version.made_at))
    if not as_reader:
        words = " · ".join(filter(None, [name, escape(said)]))
        return f'<p class="version in-round small">{words}</p>'
    return (
        f'<p class="version looks">{escape(text("version.as_reader"))} {escape(said)}. '
        f"{_back(made.slug)}</p>"
    )


def unreleased(made: Consultation, reason: str, as_reader: bool) -> str:
    """The whole page of a round of which readers see nothing yet; `reason` is text."""
    back = f"<p>{_back(made.slug)}</p>" if as_reader else ""
    return f'<h1>{escape(made.name)}</h1><p class="notice" role="status">{escape(reason)}</p>{back}'


def _back(slug: str) -> str:
    return links.anchor(links.overview(slug, som=AS_ONESELF), text("version.back"))
