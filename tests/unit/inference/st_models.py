"""Small sentence-transformers models, written to folders: no test depends on one from outside."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORDS = (
    *("vi", "er", "imod", "for", "forslaget", "skolen", "vejen", "lukkes", "støtter", "børn"),
    *("glæder", "frygter", "noterer", "busser", "kommunen", "afsnit", "handler", "om", "og", "i"),
    *(".", ",", "!", "?", "a", "b", "c"),
)
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
Array = NDArray[Any]


def tiny_bert(folder: Path, seed: int = 1, tokens: int = 24) -> Path:
    """A BERT of two layers with random weights, which takes `tokens` tokens."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    vocabulary = {word: i for i, word in enumerate([*SPECIAL, *WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106
    words.normalizer = normalizers.Lowercase()
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=tokens,
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    return _save(BertModel(config, add_pooling_layer=False), words, folder, tokens, special, {})


def bert_of(tensors: dict[str, Array], tokenizer: Path, folder: Path) -> Path:
    """multilingual-e5-small with these fp32 weights, by transformers' own names."""
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(tensors["embeddings.word_embeddings.weight"]),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=512,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    found = {name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in tensors.items()}
    model.load_state_dict(found, strict=True)
    special = {"pad_token": "<pad>", "unk_token": "<unk>"}
    words = Tokenizer.from_file(str(tokenizer))
    return _save(model, words, folder, 512, special, {"query": "query: "})


def _save(
    model: Any,
    words: Any,
    folder: Path,
    tokens: int,
    special: dict[str, str],
    prompts: dict[str, str],
) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    plain = folder.with_name(f"{folder.name}-plain")
    model.save_pretrained(plain)
    PreTrainedTokenizerFast(
        tokenizer_object=words, model_max_length=tokens, **special
    ).save_pretrained(plain)
    body = Transformer(str(plain))
    pooling = Pooling(model.config.hidden_size, pooling_mode="mean")
    SentenceTransformer(modules=[body, pooling], prompts=prompts, device="cpu").save(str(folder))
    return folder


def by_transformers_names(tensors: dict[str, Array]) -> dict[str, Array]:
    """From the wheel's names (`l0.q.w`) to those of a BertModel's state."""
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    kinds = {"w": "weight", "b": "bias"}
    found = {
        "embeddings.word_embeddings.weight": tensors["emb.word"],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(512, 384),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(2, 384),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for name, tensor in tensors.items():
        if name.startswith("l"):
            layer, part, kind = name.split(".")
            found[f"encoder.layer.{layer[1:]}.{parts[part]}.{kinds[kind]}"] = tensor
    return found


if __name__ == "__main__":
    tiny_bert(Path(sys.argv[1]))
