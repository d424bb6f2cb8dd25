"""All organisations that answered."""

from consult.services.organisations import organisations
from consult.services.proposals import ORGANISATIONS
from consult.ui import links
from consult.ui.choices import above, choice, kept, told, with_all, words
from consult.ui.components.notice import notice
from consult.ui.components.organisation_view import organisation_table
from consult.ui.frame import chosen_round, desk, show
from consult.ui.lists import part_of
from consult.ui.paper import way
from consult.ui.texts import counted, text

#: Words of the address that choose among the organisations.
CHOICES = ("find", "afsender")


def page() -> None:
    """Choices and a table."""
    slug, mine = chosen_round().slug, desk()
    show(f"{way()}<h1>{text('pages.organisations')}</h1><p>{text('organisations.help')}</p>")
    find, kind = above(*CHOICES).columns(2)
    wanted = words(find, "find", text("organisations.find"))
    of = choice(
        kind,
        "afsender",
        text("proposal.filter_kind"),
        with_all({text(f"kinds.{k}"): k for k in ORGANISATIONS}),
    )
    show(told(*CHOICES))
    found, part = part_of(lambda limit, start: organisations(mine, slug, wanted, of, limit, start))
    if not found.total:
        show(notice(text("organisations.none")))
        return
    chosen = kept(*CHOICES)

    def address(n: int) -> str:
        return links.organisations(slug, side=str(n), **chosen)

    count = (
        f'<p class="small muted" role="status">{counted("organisations.total", found.total)}</p>'
    )
    show(f"{count}{organisation_table(found.items, slug)}{part.foot(address)}")


page()
