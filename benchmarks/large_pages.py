"""What is asked for in a large round, by name: every page there is, and the ends of long lists."""

from dataclasses import dataclass, field

from large_life import CHIEF
from large_make import SLUG

from consult.inference.taxonomy import shipped
from consult.services import auditing, browsing, organisations, themes
from consult.services.desk import Desk
from consult.services.handed_in import listed
from consult.services.searching import SearchFilter, search
from consult.ui.components.paging import pages
from consult.ui.routes import ROUTES

#: Words in many passages, in some, and in few.
COMMON, SOME, RARE = "kommunen", "børn skole timer", "svømmehal"
#: Choices above lists, as the address says them.
AGAINST, CITIZENS = {"holdning": "Imod"}, {"afsender": "Borgere"}
UNSURE = {"sikkerhed": "Maskinen er usikker"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page by its name in the address, and what else the address says."""

    page: str
    query: dict[str, str] = field(default_factory=dict)


def of_both(desk: Desk) -> dict[str, Asked]:
    """What readers and administrators open."""
    return _of_proposals(desk) | _of_responses(desk) | _of_search(desk) | _beside()


def of_administrator(desk: Desk) -> dict[str, Asked]:
    """What administrators open besides."""
    (line,) = browsing.list_responses(desk, SLUG, limit=1, offset=2_500).items
    log = pages(auditing.entries(desk, limit=0).total)
    handed_in = listed(desk, SLUG, limit=0).total
    assert handed_in > 0
    here = {"runde": SLUG}
    opened = here | {"id": str(line.id)}
    return {
        "hand in": Asked("laeg-op", here),
        "queue": Asked("gennemgang", here),
        "response, a passage open to correct": Asked(
            "svar", opened | {"passage": "3", "ret": "passage"}
        ),
        "response, its sender open to correct": Asked("svar", opened | {"ret": "afsender"}),
        "release": Asked("frigiv", here),
        "new round": Asked("ny-hoering"),
        "access": Asked("adgang", here),
        "users": Asked("brugere"),
        "one user": Asked("brugere", {"bruger": CHIEF}),
        "taxonomy": Asked("emner-ret"),
        "log": Asked("log"),
        "log, last page": Asked("log", {"side": str(log)}),
        "log, one action": Asked("log", {"handling": "Svar lagt ind"}),
    }


def check(wanted: dict[str, Asked]) -> None:
    """Every page of the app is among them."""
    missing = {address for _, address, *_ in ROUTES} - {asked.page for asked in wanted.values()}
    assert not missing, missing


def _of_proposals(desk: Desk) -> dict[str, Asked]:
    rows = browsing.overview(desk, SLUG).rows
    by_size = sorted((r.responses, r.proposal.number) for r in rows if r.proposal and r.responses)
    here, busiest = {"runde": SLUG}, {"runde": SLUG, "nr": by_size[-1][1]}
    without = pages(rows[-1].passages)
    theme = themes.theme_map(desk, SLUG).themes[0].theme
    return {
        "overview": Asked("", here),
        "overview, words, most against": Asked(
            "", here | {"orden": "Størst andel imod", "find": "skole"}
        ),
        "proposal, the busiest": Asked("punkt", busiest),
        "proposal, against, page 2": Asked("punkt", busiest | AGAINST | {"side": "2"}),
        "proposal, three filters": Asked("punkt", busiest | AGAINST | CITIZENS | UNSURE),
        "proposal, the quietest": Asked("punkt", here | {"nr": by_size[0][1]}),
        "proposal, on paper": Asked("punkt", busiest | {"print": "1"}),
        "what names no proposal": Asked("uden-punkt", here),
        "what names none, last page": Asked("uden-punkt", here | {"side": str(without)}),
        "themes": Asked("emner", here),
        "theme, the commonest": Asked("tema", here | {"navn": theme}),
        "theme, against, citizens": Asked("tema", here | {"navn": theme} | AGAINST | CITIZENS),
    }


def _of_responses(desk: Desk) -> dict[str, Asked]:
    here = {"runde": SLUG}
    every = browsing.list_responses(desk, SLUG, limit=1, offset=2_500)
    senders = organisations.organisations(desk, SLUG, limit=1)
    files = browsing.list_sources(desk, SLUG, limit=0).total
    return {
        "response": Asked("svar", here | {"id": str(every.items[0].id), "passage": "3"}),
        "all responses": Asked("alle-svar", here),
        "all responses, last page": Asked("alle-svar", here | {"side": str(pages(every.total))}),
        "all responses, citizens": Asked("alle-svar", here | CITIZENS),
        "organisations": Asked("organisationer", here),
        "organisations, last page": Asked(
            "organisationer", here | {"side": str(pages(senders.total))}
        ),
        "organisation": Asked("organisation", here | {"navn": senders.items[0].line.sender}),
        "files": Asked("filer", here),
        "files, last page": Asked("filer", here | {"side": str(pages(files))}),
    }


def _of_search(desk: Desk) -> dict[str, Asked]:
    here = {"runde": SLUG}
    theme, shown = SearchFilter(theme="skole"), shipped().label("skole")
    last = pages(search(desk, SLUG, COMMON, limit=0).total)
    of_theme = pages(search(desk, SLUG, "", theme, limit=0).total)
    assert search(desk, SLUG, RARE, limit=0).total
    return {
        "search, a common word": Asked("soeg", here | {"ord": COMMON}),
        "search, a common word, last page": Asked(
            "soeg", here | {"ord": COMMON, "side": str(last)}
        ),
        "search, three words": Asked("soeg", here | {"ord": SOME}),
        "search, a rare word": Asked("soeg", here | {"ord": RARE}),
        "search, a word, four filters": Asked(
            "soeg", here | {"ord": COMMON, "tema": shown} | CITIZENS | AGAINST | UNSURE
        ),
        "search, filters alone, last page": Asked(
            "soeg", here | {"tema": shown, "side": str(of_theme)}
        ),
    }


def _beside() -> dict[str, Asked]:
    here = {"runde": SLUG}
    return {
        "rounds": Asked("hoeringer"),
        "take out": Asked("udtraek", here),
        "details": Asked("oplysninger", here),
        "guide": Asked("vejledning", {"side": "politiker"}),
        "about": Asked("om"),
        "accessibility": Asked("tilgaengelighed"),
        "more": Asked("mere", here),
        "account": Asked("konto"),
    }
