"""What the relation model says of labelled passages whose hand it has not seen.

Written by its training (`models/relation/held_out.npz`): the heads that weigh it in are
calibrated on these, and the evaluation reads them, without training it anew for hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from consult.domain.errors import ModelError
from consult.evaluate.cases import Case
from consult.inference.encoder import Matrix

FILE = "held_out.npz"


def case_key(case: Case) -> str:
    """Names the passage and what it is held against; unique in the corpus."""
    return f"{case.response} {case.context.position} {case.context.proposal_number or '-'}"


@dataclass(frozen=True, slots=True)
class HeldLogits:
    """Logits [n, labels] of all lessons by view, and the row of each."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    views: Mapping[str, Matrix]

    @staticmethod
    def read(folder: Path, labels: Sequence[str]) -> "HeldLogits":
        """Read `held_out.npz` of the relation model in `folder`; `labels` name its columns."""
        with np.load(folder / FILE, allow_pickle=False) as arrays:
            rows = {str(key): i for i, key in enumerate(arrays["keys"])}
            views = {n: arrays[n].astype(np.float32) for n in arrays.files if n != "keys"}
        return HeldLogits(tuple(labels), rows, views)

    def logits(self, labels: Sequence[str], view: str, cases: Sequence[Case]) -> Matrix:
        """The columns of some labels for some cases: float32 [len(cases), len(labels)].

        Raises ModelError where the corpus has a case that the training had not.
        """
        missing = [c for c in cases if case_key(c) not in self.rows]
        if missing:
            raise ModelError(
                f"Relationsmodellen kender ikke {len(missing)} eksempler i korpusset, fx "
                f"{case_key(missing[0])} – træn den igen med `consult train relation`."
            )
        columns = [self.labels.index(label) for label in labels]
        return self.views[view][[self.rows[case_key(c)] for c in cases]][:, columns]
