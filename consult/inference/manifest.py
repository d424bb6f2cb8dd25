"""`models/manifest.json`: what each model is, and the hashes that prove it is that one."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult.domain.errors import ModelError
from consult.domain.proposals import Catalogue
from consult.inference.encoder import CachedEncoder, Encoder
from consult.inference.heads import LinearHead, StanceHead, ThemeHead
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


def load_models(folder: Path | None = None) -> Models:
    """Load and verify the models under `folder` (the project's own by default).

    Raises ModelError when a file is missing or is not the one the manifest names, or when
    a head was trained on another encoder.
    """
    folder = folder or DEFAULT_FOLDER
    manifest = verify(folder)
    encoder = CachedEncoder(load_encoder(folder))
    for name in ("theme", "stance", "similarity"):
        card = json.loads((folder / name / "card.json").read_text(encoding="utf-8"))
        if card["encoder"] != encoder.revision:
            raise ModelError(
                f"Modellen {name} er trænet med en anden sprogmodel end den i {folder} "
                "– træn den igen med `consult train all`."
            )
    return Models(
        encoder=encoder,
        theme=ThemeHead(LinearHead.read(folder / "theme"), encoder),
        stance=StanceHead(LinearHead.read(folder / "stance"), encoder),
        similarity=SimilarityModel.read(folder / "similarity"),
        revision=manifest["revision"],
    )


def load_encoder(folder: Path | None = None) -> Encoder:
    """The shipped encoder alone, unverified and without a cache."""
    from consult.inference.onnx_encoder import OnnxEncoder

    return OnnxEncoder((folder or DEFAULT_FOLDER) / "encoder")


def verify(folder: Path) -> dict[str, Any]:
    """The manifest, once every file in it has the hash it names; ModelError otherwise."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ModelError(
            f"Der er ingen modeller i {folder} ({MANIFEST} mangler) "
            "– hent projektet igen, eller angiv mappen med modeller."
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for model in manifest["models"]:
        for name, expected in model["files"].items():
            _verify_file(folder / name, expected)
    return manifest


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
