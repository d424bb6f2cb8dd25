"""`models/manifest.json`: what each model is, and the hashes that prove it is that one."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from consult.domain.errors import ModelError
from consult.domain.proposals import Catalogue
from consult.inference.encoder import CachedEncoder, Encoder
from consult.inference.heads import LinearHead, StanceHead, ThemeHead
from consult.inference.relation import RelationModel
from consult.inference.similarity import ProposalIndex, SimilarityModel

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "models"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Models:
    """Everything that judges: one encoder and what was trained on it."""

    encoder: Encoder
    theme: ThemeHead
    stance: StanceHead
    similarity: SimilarityModel
    revision: str

    def index(self, catalogue: Catalogue) -> ProposalIndex:
        """The catalogue made ready for links by meaning."""
        return ProposalIndex(self.encoder, self.similarity, catalogue)


def load_models(folder: Path | None = None, own_encoder: Path | None = None) -> Models:
    """Load and verify the models under `folder` (the project's own by default).

    `own_encoder` is a folder with a sentence-transformers model to use in place of the
    encoder under `folder`.

    Raises ModelError when a file is missing or is not the one the manifest names, or when
    a head was trained on another encoder.
    """
    folder = folder or DEFAULT_FOLDER
    manifest = verify(folder)
    encoder = CachedEncoder(load_encoder(folder, own_encoder))
    own = ("relation",) if (folder / "relation").is_dir() and own_encoder is None else ()
    for name in ("theme", "stance", "similarity", *own):
        card = json.loads((folder / name / "card.json").read_text(encoding="utf-8"))
        if card["encoder"] != encoder.revision:
            raise ModelError(
                f"Modellen {name} er trænet med en anden sprogmodel end den i "
                f"{own_encoder or folder} "
                "– træn den igen med `consult train all`."
            )
    relation = RelationModel.read(folder / "relation", encoder) if own else None
    theme, stance = (LinearHead.read(folder / name) for name in ("theme", "stance"))
    if relation is None and (theme.card.relation or stance.card.relation):
        raise ModelError(
            f"Der er ingen relationsmodel i {folder}, som holdning og emne er trænet med "
            "– hent mappen relation igen, eller træn med `consult train all`."
        )
    return Models(
        encoder=encoder,
        theme=ThemeHead(theme, encoder, relation),
        stance=StanceHead(stance, encoder, relation),
        similarity=SimilarityModel.read(folder / "similarity"),
        revision=manifest["revision"],
    )


def load_encoder(folder: Path | None = None, own_encoder: Path | None = None) -> Encoder:
    """The encoder alone, unverified and without a cache: `own_encoder`, else `folder`'s.

    Raises ModelError where there is none.
    """
    if own_encoder is not None:
        from consult.inference.st_encoder import SentenceTransformersEncoder

        return SentenceTransformersEncoder(own_encoder)
    place = (folder or DEFAULT_FOLDER) / "encoder"
    if not (place / "config.json").is_file():
        raise ModelError(
            f"Der er ingen sprogmodel i {place} – kopiér den medfølgende dertil, eller angiv en "
            "anden i CONSULT_ENCODER."
        )
    from consult.inference.onnx_encoder import OnnxEncoder

    return OnnxEncoder(place)


def verify(folder: Path) -> dict[str, Any]:
    """The manifest, once every file in it has the hash it names; ModelError otherwise."""
    manifest = _read(folder / MANIFEST)
    for name, expected in _hashes(manifest).items():
        _verify_file(folder / name, expected)
    return manifest


class Match(StrEnum):
    """How a file stands to the manifest it is held against."""

    SAME = "samme"
    CHANGED = "ændret"
    MISSING = "mangler"
    EXTRA = "ny"


def compare(folder: Path, manifest: Path) -> dict[str, Match]:
    """Every file that `manifest` names, or the one in `folder`, and how `folder`'s compares.

    Raises ModelError where there is no manifest.
    """
    expected = _hashes(_read(manifest))
    found = {name: _match(folder / name, value) for name, value in expected.items()}
    own = folder / MANIFEST
    more = _hashes(_read(own)) if own.is_file() else {}
    return found | {name: Match.EXTRA for name in more if name not in expected}


def _match(path: Path, expected: str) -> Match:
    if not path.is_file():
        return Match.MISSING
    return Match.SAME if file_hash(path) == expected else Match.CHANGED


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ModelError(
            f"Der er ingen modeller i {path.parent} ({path.name} mangler) "
            "– hent projektet igen, eller angiv mappen med modeller."
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def _hashes(manifest: dict[str, Any]) -> dict[str, str]:
    return {name: value for m in manifest["models"] for name, value in m["files"].items()}


def _verify_file(path: Path, expected: str) -> None:
    if not path.is_file():
        raise ModelError(f"Modelfilen {path} mangler – hent projektet igen.")
    if file_hash(path) != expected:
        raise ModelError(
            f"Modelfilen {path} er ikke den, som {MANIFEST} beskriver "
            "– hent projektet igen, eller træn modellerne igen med `consult train all`."
        )


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
