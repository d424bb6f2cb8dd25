"""What the relation model learns from: labelled passages, seen in the ways they may come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction
from consult.evaluate.cases import (
    Case,
    about_subject,
    alone,
    seed_cases,
    stance_cases,
    theme_cases,
    worded,
)
from consult.evaluate.corpus import Round
from consult.evaluate.designs import STANCES
from consult.evaluate.linear import SECOND_SHARE
from consult.inference.encoder import Vector
from consult.inference.features import PassageContext
from consult.inference.taxonomy import theme_ids
from consult.readers.directions import infer_direction

THEMES = theme_ids()
NO_STANCE = -1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case with both its labels.

    `stance` is an index of `STANCES` (NO_STANCE: not judged), `themes` [17] what each theme's
    share is (None: not judged). A passage that speaks of two proposals gives two lessons;
    its theme then counts half in each (`theme_weight`).
    """

    case: Case
    stance: int
    stance_weight: float
    themes: Vector | None
    theme_weight: float


def lessons(rounds: Sequence[Round]) -> list[Lesson]:
    """One lesson for each passage and what it speaks of."""
    themes = {_place(c): c for c in theme_cases(rounds)}
    stances = stance_cases(rounds)
    copies = Counter(_place(c) for c in stances)
    judged = [_stance(c, themes.get(_place(c)), 1 / copies[_place(c)]) for c in stances]
    return judged + [_theme(c) for place, c in themes.items() if place not in copies]


def seed_lessons() -> list[Lesson]:
    """The examples that define the labels (`cases.seed_cases`)."""
    stances = [_stance(c, None, 0.0) for c in seed_cases("stance")]
    return stances + [_theme(c) for c in seed_cases("theme")]


def _place(case: Case) -> tuple[str, int]:
    return case.response, case.context.position


def _stance(case: Case, theme: Case | None, share: float) -> Lesson:
    shares = _shares(theme) if theme is not None else None
    return Lesson(case, STANCES.index(case.label), case.weight, shares, share)


def _theme(case: Case) -> Lesson:
    return Lesson(case, NO_STANCE, 0.0, _shares(case), 1.0)


def _shares(case: Case) -> Vector:
    shares = np.zeros(len(THEMES), np.float32)
    shares[THEMES.index(case.label)] = 1.0
    if case.second:
        shares[THEMES.index(case.label)] -= SECOND_SHARE
        shares[THEMES.index(case.second)] += SECOND_SHARE
    return shares


# How a lesson is seen in training, and how often: in its response, with the proposal's
# direction or without; alone with the subject of the round, or with what is proposed said in
# a sentence; in its response with that sentence; alone, and in its response, held against the
# opposite of what was proposed. Real rounds come in all of these but the last two, which
# teach that a word's sign hangs on what is proposed.
VIEWS = ("whole", "undirected", "alone", "worded", "whole_worded", "opposite", "whole_opposite")
OFTEN = (0.38, 0.13, 0.12, 0.14, 0.07, 0.10, 0.06)
OPPOSITE = (STANCES.index("against"), STANCES.index("favor"))


def glimpse(lesson: Lesson, chance: Random) -> tuple[PassageContext, int]:
    """One of the ways to see a lesson, by chance, and its stance there.

    A seed is always seen as it is; what has no clear opposite is never held against one.
    """
    if lesson.case.round == "seed":
        return lesson.case.context, lesson.stance
    view, wording = chance.choices(VIEWS, OFTEN)[0], chance.randrange(1000)
    if not view.endswith("opposite"):
        return seen(lesson.case, view, wording), lesson.stance
    if not lesson.case.opposites or lesson.stance == STANCES.index("conditional"):
        return lesson.case.context, lesson.stance
    return seen(lesson.case, view, wording), _turned(lesson.stance)


def _turned(stance: int) -> int:
    """Who is against a proposal is for its opposite."""
    return OPPOSITE[1 - OPPOSITE.index(stance)] if stance in OPPOSITE else stance


def seen(case: Case, view: str, wording: int = 0) -> PassageContext:
    """The case in one of `VIEWS`; `wording` chooses among the sentences."""
    context = case.context
    if view == "undirected":
        return replace(context, direction=Direction.UNKNOWN)
    if view == "alone":
        return alone(case, target=False).context
    if view == "worded":
        return worded(case, wording).context
    if view == "whole_worded":
        return _untitled(context, worded(case, wording).context.subject)
    if view.endswith("opposite"):
        subject = case.opposites[wording % len(case.opposites)]
        if view == "opposite":
            return about_subject(context.text, subject)
        return _untitled(context, subject)
    return context


def _untitled(context: PassageContext, subject: str) -> PassageContext:
    return replace(
        context,
        proposal_number=None,
        proposal_title="",
        proposal_text="",
        direction=infer_direction(subject, "", {}),
        untied=False,
        subject=subject,
    )


def without(context: PassageContext) -> dict[str, PassageContext]:
    """The context, and the context without one of the things that govern it, by what is gone."""
    return {
        "nothing": context,
        "direction": replace(context, direction=Direction.UNKNOWN),
        "heading": replace(context, headings=(), lead_in=""),
        "neighbours": replace(context, previous="", next=""),
        "response": replace(context, document=()),
        "sender": replace(context, respondent_kind=RespondentKind.UNKNOWN),
        "proposal": _untitled(context, context.subject),
        "everything": PassageContext(text=context.text),
    }


def texts_of(found: Sequence[Lesson]) -> list[str]:
    """Every text that any view of the lessons needs, each once."""
    texts: dict[str, None] = {}
    for lesson in found:
        context = lesson.case.context
        texts.update(dict.fromkeys(context.document))
        texts.update(dict.fromkeys(context.own_texts))
        texts.update(dict.fromkeys(seen(lesson.case, "undirected").own_texts))
        texts.update(dict.fromkeys((*lesson.case.wordings, *lesson.case.opposites)))
    return list(texts)
