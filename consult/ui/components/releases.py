"""The parts of the page on which versions are released, as HTML."""

from collections.abc import Iterable
from html import escape

from consult.domain.redaction import CONTEXT, Anchor
from consult.services.privacy import Kind, Redaction, Scope, Sighting, SightingList, Verdict
from consult.services.releasing import Readiness, Release
from consult.store.records import SourceState
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import counted, moment, number, text

_HISTORY = (("version", ""), ("made", ""), ("note", ""), ("holds", "n"), ("state", ""))
_DECISIONS = (("what", ""), ("where", ""), ("why", ""), ("who", ""))
#: Fields whose names end in a number, or in what the source calls them, by their beginning.
_FIELDS = (
    "text", "name", "row", "subject", "slug", "number", "title", "committee", "case_number",
    "journal_number", "made_by", "invited", "reason", "respondent_name", "confirm", "failure",
    "removal", "warning", "metadata", "given",
)  # fmt: skip


def state_now(found: Readiness, slug: str) -> str:
    """What readers see now."""
    if found.newest is None:
        return f"<p>{text('release.none_yet')}</p>"
    said = text(
        "release.now",
        number=found.newest.number,
        when=moment(found.newest.made_at),
        who=found.newest.made_by,
    )
    look = links.anchor(links.overview(slug, som="laeser"), text("release.look"))
    return f"<p>{escape(said)} {look}</p>"


def ready(stopping: int, following: int) -> str:
    """Whether the next version can be released, before all that leads to it."""
    if stopping:
        way = f'<a href="#personoplysninger">{text("release.to_stopping")}</a>'
        said = f"{escape(counted('release.stopping', stopping))} {way}"
        return f'<p class="notice wrong">{said}</p>'
    return f'<p class="notice fine">{escape(text("release.ready", number=following))}</p>'


def checklist(found: Readiness, slug: str) -> str:
    """Whether all is in, line by line; what a person should look at says so in words."""
    files, sums = found.sources, found.responses
    unread = files[SourceState.FAILED] + files[SourceState.SKIPPED]
    waiting = max(found.in_line, files[SourceState.WAITING])
    in_line = _or("release.in_line", waiting, "release.none_waiting")
    lines = [
        _line(not waiting, in_line, links.hand_in(slug)),
        _line(not unread, _or("release.unread", unread, "release.all_read"), links.sources(slug)),
        _line(
            not (sums.waiting + sums.failed),
            _or("release.unanalysed", sums.waiting + sums.failed, "release.all_analysed"),
            links.responses(slug),
        ),
        _line(
            not sums.to_review,
            _or("release.unsure", sums.to_review, "release.all_sure", total=number(sums.passages)),
            links.queue(slug),
        ),
    ]
    return f'<ul class="checks" role="list">{"".join(lines)}</ul>'


def _or(key: str, n: int, none: str, **values: object) -> str:
    return counted(key, n, **values) if n else text(none)


def _line(well: bool, words: str, address: str) -> str:
    mark, told = ("✓", "release.well") if well else ("!", "release.look_at")
    kind = "well" if well else "asks"
    shown = escape(words) if well else links.anchor(address, words)
    return (
        f'<li class="{kind}"><span class="mark" aria-hidden="true">{mark}</span>'
        f'<span class="hidden">{text(told)}: </span>{shown}</li>'
    )


def searched(found: SightingList) -> str:
    """When the machine last looked, what has come since, and what it found."""
    if found.check is None:
        return f"<p>{text('release.never_searched')}</p>"
    said = text("release.searched", when=moment(found.check.made_at), who=found.check.made_by)
    since = f" {counted('release.since', found.taken_since)}" if found.taken_since else ""
    counts = "".join(
        f"<li><b>{number(n)}</b>{escape(counted(f'release.open_{kind}', n))}</li>"
        for kind, n in found.counts.items()
    )
    return f'<p>{escape(said + since)}</p><ul class="totals" role="list">{counts}</ul>'


def sighting(hit: Sighting, n: int, slug: str) -> str:
    """Words that were found, marked in what stands around them, and where that is."""
    before, after = _whole_words(hit.anchor)
    around = f"{escape(before)}<mark>{escape(hit.anchor.quote)}</mark>{escape(after)}"
    label = escape(text("release.hit", n=n, kind=text(f"private.{hit.kind}")))
    return (
        f'<h3>{label}</h3><p class="words">{around}</p>'
        f'<p class="source">{_place(hit.owner, hit.field, hit.response_id, slug)}</p>'
    )


def _whole_words(anchor: Anchor) -> tuple[str, str]:
    """What stands on either side, without a word that is cut through."""
    before, after = anchor.before, anchor.after
    if len(before) == CONTEXT and " " in before:
        before = f"… {before.split(' ', 1)[1]}"
    if len(after) == CONTEXT and " " in after:
        after = f"{after.rsplit(' ', 1)[0]} …"
    return before, after


def _place(owner: str, field: str, response_id: int | None, slug: str) -> str:
    kind, name = owner.split(":", 1)
    part = escape(text(f"field.{_field(field)}"))
    if response_id is not None:
        return f"{part} · {links.anchor(links.response(slug, response_id), name)}"
    thing = escape(text(f"owner.{kind}", name=name))
    return f"{part} · {thing}"


def _field(name: str) -> str:
    stem = name.split(".", 1)[0]
    return stem if stem in _FIELDS else "text"


def history(versions: Iterable[Release]) -> str:
    """All versions, the newest first."""
    head = heads([(text(f"release.{name}"), kind) for name, kind in _HISTORY])
    every = tuple(versions)
    seen = next((v.number for v in every if v.withdrawn_at is None), None)
    return table(head, "".join(_version(v, v.number == seen) for v in every))


def _version(version: Release, is_seen: bool) -> str:
    state = text("release.shown_state" if is_seen else "release.replaced_state")
    if version.withdrawn_at is not None:
        state = text(
            "release.withdrawn_state",
            when=moment(version.withdrawn_at),
            who=version.withdrawn_by or "",
        )
    made = text("release.made_by", when=moment(version.made_at), who=version.made_by)
    counts = version.counts
    holds = counted("release.holds_responses", counts["responses"])
    if counts["removed"]:
        holds += f", {counted('release.holds_removed', counts['removed'])}"
    return row_of(
        row_head(escape(text("release.version_n", number=version.number)))
        + cell(escape(made), "", text("release.made"))
        + cell(escape(version.note), "", text("release.note"))
        + cell(escape(holds), "", text("release.holds"))
        + cell(escape(state), "state", text("release.state"))
    )


def decisions(made: Iterable[Redaction]) -> str:
    """What was decided on private words, the newest first."""
    head = heads([(text(f"release.{name}"), kind) for name, kind in _DECISIONS])
    return table(head, "".join(_decision(one) for one in made))


def _decision(one: Redaction) -> str:
    d = one.decision
    what = text("release.removed" if d.verdict is Verdict.REMOVE else "release.kept")
    words = (
        d.anchor.quote if d.scope is not Scope.KIND else text(f"private.all_{d.kind or Kind.CPR}")
    )
    where = text(f"scope.{d.scope}")
    if d.owner:
        kind, name = d.owner.split(":", 1)
        where = f"{where}: {text(f'owner.{kind}', name=name)}"
    who = text("release.made_by", when=moment(one.made_at), who=one.made_by)
    if one.undone_at is not None:
        who += ". " + text("release.undone", when=moment(one.undone_at), who=one.undone_by or "")
    return row_of(
        row_head(f"{escape(what)} »{escape(words)}«")
        + cell(escape(where), "", text("release.where"))
        + cell(escape(d.reason), "", text("release.why"))
        + cell(escape(who), "", text("release.who"))
    )
