"""Results per proposal."""

from consult.domain.documents import Document
from consult.domain.findings import (
    Analysis,
    Passage,
    PassageFindings,
    PassageKind,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Catalogue, Proposal
from consult.domain.summaries import ProposalSummary, summarise

CATALOGUE = Catalogue((Proposal("79", "Ferie Camp"), Proposal("82", "Sagsbehandling")))
LONG = "Vi er meget kede af, at lejren for de udsatte familier skal lukkes til sommer."


def letter(
    name: str, *said: tuple[str | None, Stance, float], who: str | None = None, text: str = LONG
) -> Analysis:
    """A letter whose passages all have the same words; `said` is proposal, label, score."""
    whole = "\n\n".join([text] * len(said))
    found = tuple(
        PassageFindings(
            Passage(i, start, start + len(text), PassageKind.BODY, i),
            themes=(ThemeScore("boern_familie", 0.8),),
            stances=(StanceFinding(proposal, label, score),),
        )
        for i, (proposal, label, score) in enumerate(said)
        for start in [i * (len(text) + 2)]
    )
    return Analysis(Document(name, whole, ()), Respondent(who, RespondentKind.CITIZEN), found)


def results(*letters: Analysis) -> dict[str | None, ProposalSummary]:
    summaries = summarise(letters, CATALOGUE, 0.6)
    return {s.proposal.number if s.proposal else None: s for s in summaries}


def test_a_long_letter_counts_once() -> None:
    found = results(letter("a", *[("79", Stance.AGAINST, 0.9)] * 7), letter("b"))
    assert found["79"].responses == 1
    assert found["79"].stance[Stance.AGAINST].n == 1
    assert found["82"].responses == 0


def test_what_names_no_proposal_has_its_own_count() -> None:
    found = results(letter("a", (None, Stance.NEUTRAL, 0.9), ("82", Stance.FAVOR, 0.9)))
    assert found[None].responses == found["82"].responses == 1
    assert list(found) == ["79", "82", None]


def test_stances_sum_to_responses_and_the_unsure_are_counted() -> None:
    found = results(
        letter("a", ("79", Stance.AGAINST, 0.9)),
        letter("b", ("79", Stance.FAVOR, 0.5)),
        letter("c", ("79", Stance.NEUTRAL, 0.7)),
    )["79"]
    assert sum(c.n for c in found.stance.values()) == found.responses == 3
    assert found.undecided == 1


def test_one_sender_with_two_letters_is_one_sender() -> None:
    found = results(
        letter("a", ("79", Stance.AGAINST, 0.9), who="Ida  Holm"),
        letter("b", ("79", Stance.AGAINST, 0.9), who="ida holm"),
        letter("c", ("79", Stance.AGAINST, 0.9)),
        letter("d", ("79", Stance.AGAINST, 0.9)),
    )["79"]
    assert found.senders == {RespondentKind.CITIZEN: 3}
    assert found.responses == 4


def test_a_campaign_is_quoted_once() -> None:
    letters = [letter(n, ("79", Stance.AGAINST, 0.8 + i / 100)) for i, n in enumerate("abc")]
    own = letter("d", ("79", Stance.AGAINST, 0.7), text=LONG + " Også min nabo.")
    quotes = results(*letters, own)["79"].quotes
    assert [q.document for q in quotes] == ["c", "d"]


def test_a_quotation_is_a_slice() -> None:
    analysis = letter("a", ("79", Stance.AGAINST, 0.8), ("79", Stance.AGAINST, 0.9))
    (quote,) = results(analysis)["79"].quotes
    assert analysis.document.text[quote.start : quote.end] == quote.text
    assert quote.passage == 1
