"""The head and foot of a response: where it came from, what it says in short, its neighbours."""

from collections.abc import Mapping
from html import escape

from consult.domain.findings import Analysis
from consult.domain.people import PRIVATE
from consult.domain.voices import Voice, voices
from consult.readers.formats import FORMATS
from consult.services.browsing import ResponsePage, ResponseState
from consult.ui import links
from consult.ui.components.doubt import sure
from consult.ui.components.notice import notice
from consult.ui.components.quotation import who
from consult.ui.components.sides import badge
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import text

#: Endings of files in which one row is one response.
TABLES = tuple(s for f in FORMATS if f.module == "consult.readers.table" for s in f.suffixes)


def head(page: ResponsePage) -> str:
    """Who wrote, from which file, and whether it still counts."""
    line = page.response
    asked = notice(line.confirm) if line.confirm else ""
    return (
        f"<h1>{escape(_title(page))}</h1>"
        f'<p class="muted">{_sender(page)}'
        f"{text('reader.source')}: {escape(_source(page))}</p>{_state(page)}{asked}"
    )


def _title(page: ResponsePage) -> str:
    """An organisation's response by its name, a private person's by that of the document."""
    respondent = page.response.respondent
    if respondent and respondent.name and respondent.kind not in PRIVATE:
        return text("reader.title_from", name=respondent.name)
    return text("reader.title", name=page.response.document)


def _sender(page: ResponsePage) -> str:
    """Who wrote, and where that was found: a person can look there."""
    respondent = page.response.respondent
    if respondent is None:
        return ""
    place = text(f"found_in.{respondent.source}")
    where = f", {place}" if place else ""
    name = escape(who(respondent))
    sender = page.response.sender
    if sender and respondent.kind not in PRIVATE:
        name = links.anchor(links.organisation(page.consultation.slug, sender), who(respondent))
    return f"{text('reader.from')}: {name}{badge(respondent)}{where} · "


def _source(page: ResponsePage) -> str:
    """The file, and the row or the part of it where the response is not all of the file."""
    file, row = page.source.name, page.response.row
    if file == row or file.endswith(f"/{row}"):
        return file
    part = "reader.row" if file.lower().endswith(TABLES) else "reader.part"
    return text(part, row=row, file=file)


def _state(page: ResponsePage) -> str:
    """Whether a newer one counts in its place, and the way to the other version."""
    slug, line = page.consultation.slug, page.response
    said = ""
    if line.state is not ResponseState.CURRENT:
        newer = _version(slug, page.superseded_by, "reader.newer")
        said += f'<p class="notice">{text(f"reader.{line.state}")}{newer}</p>'
    if line.supersedes is not None:
        said += f'<p class="small">{_version(slug, line.supersedes, "reader.older")}</p>'
    return said


def _version(slug: str, response_id: int | None, label: str) -> str:
    if response_id is None:
        return ""
    return f" {links.anchor(links.response(slug, response_id), text(label))}"


def steps(page: ResponsePage, label: str = "reader.steps") -> str:
    """To the list, and to the neighbours among the responses.

    `label` names the text that tells these ways from those at the other end of the page.
    """
    slug = page.consultation.slug
    every = links.anchor(links.responses(slug), text("reader.all"))
    ways = (
        (page.previous, "reader.previous", "PageUp"),
        (page.following, "reader.next", "PageDown"),
    )
    near = "".join(
        links.keyed(links.response(slug, there), text(label), key)
        for there, label, key in ways
        if there
    )
    return (
        f'<nav class="steps" aria-label="{text(label)}">{every}'
        f'<span class="near">{near}</span></nav>'
    )


def in_short(
    analysis: Analysis, slug: str, titles: Mapping[str, str], threshold: float = 0.0
) -> str:
    """What the response says about each proposal, one voice each; `titles` by number.

    A stance with a score below `threshold` bears the mark of doubt.
    """
    said = voices(analysis)
    if not said:
        return f'<p class="muted">{text("reader.no_voice")}</p>'
    rows = "".join(_voice(voice, slug, titles, threshold) for voice in said)
    heads = "".join(
        f'<th scope="col" class="{kind}">{text(f"reader.{name}")}</th>'
        for name, kind in (("about", ""), ("stance", ""), ("sure", "n"))
    )
    return (
        f'<h2>{text("reader.summary")}</h2><table class="voices short"><thead><tr>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _voice(voice: Voice, slug: str, titles: Mapping[str, str], threshold: float) -> str:
    if voice.proposal is None:
        about = text("reader.whole_first")
    else:
        name = f"{voice.proposal} {titles.get(voice.proposal, '')}".strip()
        about = links.anchor(links.proposal(slug, voice.proposal), name)
    return (
        f'<tr><th scope="row">{about}</th><td>{stance_tag(voice.label)}</td>'
        f'<td class="n">{sure(voice.score, threshold)}</td></tr>'
    )


def taken_out(page: ResponsePage) -> str:
    """What the reader removed from the source, and what it wants to say about it."""
    document = page.document
    lines = [escape(w) for w in document.warnings]
    lines += [
        f"{text('reader.removed')} ({text(f'removal.{r.kind}')}): "
        f"«{escape(_visible(r.text))}»" + (f" × {r.count}" if r.count > 1 else "")
        for r in document.removals
    ]
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{text('reader.warnings')}</summary><ul>{items}</ul></details>"


def _visible(removed: str) -> str:
    """The characters, those that show nothing by their code."""
    shown = removed.strip()
    if shown.isprintable() and shown:
        return shown
    return " ".join(c if c.isprintable() and c.strip() else f"U+{ord(c):04X}" for c in removed)
