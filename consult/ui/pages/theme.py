"""One theme across the proposals, with its passages."""

from html import escape

from consult.services.browsing import NO_PROPOSAL
from consult.services.searching import SearchFilter, search
from consult.services.themes import ThemePage, theme_page
from consult.ui import links
from consult.ui.choices import above, choice, kept, sender_choice, stance_choice, told, with_all
from consult.ui.components.found import hits
from consult.ui.components.notice import notice, problem
from consult.ui.components.stance_bar import legend
from consult.ui.components.theme_chart import theme_lines
from consult.ui.frame import chosen_round, desk, parameter, show, title
from consult.ui.lists import part_of
from consult.ui.paper import way
from consult.ui.texts import counted, text
from consult.ui.themes import theme_label

#: Words of the address that choose among the passages.
CHOICES = ("forslag", "holdning", "afsender")


def filters(page: ThemePage) -> SearchFilter:
    """Which passages of the theme the choices leave."""
    *proposal, stance, kind = above(*CHOICES).columns(2 if page.is_whole else 3)
    numbers = {line.proposal.number: line.proposal.number for line in page.lines if line.proposal}
    every = with_all(numbers | {text("overview.without"): NO_PROPOSAL})
    of = choice(proposal[0], "forslag", text("overview.title"), every) if proposal else None
    label = stance_choice(stance)
    sender = sender_choice(kind)
    return SearchFilter(page.sum.theme, sender, label, of)


def passages(slug: str, page: ThemePage) -> None:
    """The passages with the theme, in reading order."""
    wanted = filters(page)
    found, part = part_of(lambda limit, start: search(desk(), slug, "", wanted, limit, start))
    show(told(*CHOICES))
    if not found.total:
        show(notice(text("proposal.passages_none")))
        return
    chosen = kept(*CHOICES)

    def address(n: int) -> str:
        return links.theme(slug, page.sum.theme, side=str(n), **chosen)

    count = f'<p class="small muted" role="status">{counted("search.hits", found.total)}</p>'
    items = hits(found.hits, slug, themed=False)
    show(f'{count}<ul class="hits" role="list">{items}</ul>{part.foot(address)}')


def show_theme(slug: str, theme: str) -> None:
    """Head, proposals, passages."""
    page = theme_page(desk(), slug, theme)
    name = theme_label(theme)
    title(name)
    sums = text(
        "themes.sums",
        responses=counted("overview.n_responses", page.sum.responses),
        passages=counted("search.hits", page.sum.passages),
    )
    back = links.anchor(links.themes(slug), text("themes.all"))
    show(f'<nav class="steps" aria-label="{text("themes.steps")}">{back}</nav>{way()}'
         f"<h1>{escape(name)}</h1><p>{sums}</p>")  # fmt: skip
    if not page.lines:
        show(notice(text("themes.none")))
        return
    only = "" if page.is_whole else f"{text('themes.line_note')} "
    note = f'<p class="small muted">{only}{text("app.not_a_poll")}</p>'
    said = text("overview.stance" if page.is_whole else "themes.by_proposal")
    show(f"<h2>{said}</h2>{legend()}{note}{theme_lines(page)}")
    show(f"<h2>{text('themes.passages')}</h2>")
    passages(slug, page)


chosen_slug = chosen_round().slug
asked = parameter("navn")
if asked:
    show_theme(chosen_slug, asked)
else:
    show(problem(text("themes.not_found")))
