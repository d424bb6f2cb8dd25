"""What is said of a round, and who of those invited has answered."""

from collections.abc import Sequence
from html import escape

from consult.domain.clock import day_of
from consult.domain.rounds import Details, Invitation
from consult.store.records import Consultation
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import day, text


def facts(found: Consultation) -> str:
    """A list of terms: period, journal number, subject, who made it."""
    said = found.details
    made = day(day_of(found.created))
    if found.made_by:
        made = text("round.made_by", day=made, who=found.made_by)
    lines = (
        ("round.period", period(said)),
        ("round.journal", said.journal_number),
        ("round.subject", found.subject),
        ("round.made", made),
        ("round.short", found.slug),
    )
    items = "".join(
        f"<dt>{text(key)}</dt><dd>{escape(words or text('round.not_said'))}</dd>"
        for key, words in lines
    )
    return f"<dl>{items}</dl>"


def period(said: Details) -> str:
    """From when to when, as far as it is known; "" where nothing is."""
    if said.starts and said.ends:
        return text("round.period_both", starts=day(said.starts), ends=day(said.ends))
    if said.starts:
        return text("round.period_from", starts=day(said.starts))
    return text("round.period_to", ends=day(said.ends)) if said.ends else ""


def invited(found: Sequence[Invitation], slug: str) -> str:
    """Every invited party with those who answered for it; none is left out."""
    if not found:
        return f"<p>{text('round.parties_none')}</p>"
    sums = text("round.parties_sum", n=sum(i.answered for i in found), total=len(found))
    head = heads([(text("round.party"), ""), (text("round.party_answer"), "")])
    rows = "".join(row_of(row_head(escape(i.name)) + cell(_senders(i), "wide")) for i in found)
    silent = [i.name for i in found if not i.answered]
    missing = f"<p>{escape(text('round.silent', names=', '.join(silent)))}</p>" if silent else ""
    every = links.anchor(links.responses(slug), text("pages.responses"))
    rule = f'<p class="small muted">{text("round.parties_rule")}</p>'
    return f"<p>{sums} {every}</p>{missing}{table(head, rows)}{rule}"


def _senders(found: Invitation) -> str:
    if not found.answered:
        return f"<b>{text('round.party_silent')}</b>"
    return escape(", ".join(found.senders))
