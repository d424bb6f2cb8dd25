"""The relation model as torch trains it; imported by training alone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from consult.evaluate.designs import STANCES
from consult.evaluate.encoder_graph import EPSILON, HEADS, HIDDEN, LAYERS, TONE_LAYER
from consult.evaluate.encoder_weights import Weights
from consult.evaluate.lessons import THEMES
from consult.inference.encoder import Matrix
from consult.inference.features import DIRECTIONS, KINDS, PassageContext
from consult.inference.relation import PASSAGE, SENDER, TARGET, Tokens

DROPOUT = 0.1
# New marks begin small beside the states, whose values spread by about .25.
MARK_SPREAD = 0.02


class Batch(NamedTuple):
    """Contexts padded to one length: `rows` [b, n, d]; `segments` [b, n], -1 where padded."""

    rows: Tensor
    segments: Tensor
    directions: Tensor
    kinds: Tensor


def batch(tokens: Sequence[Tokens], contexts: Sequence[PassageContext]) -> Batch:
    """The first windows of some contexts, side by side."""
    length = max(len(t.segments) for t in tokens)
    rows = np.zeros((len(tokens), length, HIDDEN), np.float32)
    segments = np.full((len(tokens), length), -1)
    for i, found in enumerate(tokens):
        rows[i, : len(found.rows)] = found.rows
        segments[i, : len(found.rows)] = found.segments
    directions = [DIRECTIONS.index(c.direction_name) for c in contexts]
    kinds = [KINDS.index(c.respondent_kind) for c in contexts]
    arrays = (rows, segments, np.array(directions), np.array(kinds))
    return Batch(*(torch.from_numpy(a) for a in arrays))


class Layer(nn.Module):
    """One layer of BERT; its parts have the wheel's names (q k v ao aln fi fo oln)."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.aln, self.oln = (nn.LayerNorm(HIDDEN, eps=EPSILON) for _ in range(2))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, known: Tensor) -> Tensor:
        """`x` [b, n, d]; `known` [b, 1, 1, n] is False where padded."""
        query, key, value = (self._heads(part(x)) for part in (self.q, self.k, self.v))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=known)
        joined = mixed.transpose(1, 2).reshape(x.shape)
        x = self.aln(x + self.drop(self.ao(joined)))
        found: Tensor = self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))
        return found

    @staticmethod
    def _heads(x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)


class RelationNet(nn.Module):
    """What `inference.relation.RelationModel` computes, with gradients."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(TONE_LAYER, LAYERS))
        self.segments = nn.Embedding(SENDER + 1, HIDDEN)
        self.directions = nn.Embedding(len(DIRECTIONS), HIDDEN)
        self.kinds = nn.Embedding(len(KINDS), HIDDEN)
        for marks in (self.segments, self.directions, self.kinds):
            nn.init.normal_(marks.weight, std=MARK_SPREAD)
        self.head = nn.Linear(3 * HIDDEN, len(STANCES) + len(THEMES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, data: Batch) -> Tensor:
        """Logits [b, 21]: stances, then themes."""
        known = data.segments >= 0
        own, target = data.segments == PASSAGE, data.segments == TARGET
        sender = data.segments == SENDER
        x = data.rows + self.segments(data.segments.clamp(min=0))
        x = x + self.directions(data.directions)[:, None] * (target | sender)[..., None]
        x = x + self.kinds(data.kinds)[:, None] * sender[..., None]
        for layer in self.layers:
            x = layer(x, known[:, None, None])
        read = torch.cat([_mean(x, own), _mean(x, target), x[:, 0]], dim=-1)
        found: Tensor = self.head(self.drop(read))
        return found

    def load(self, weights: Weights) -> None:
        """Begin with the encoder's own upper layers."""
        for index, layer in enumerate(self.layers, TONE_LAYER):
            for name, part in layer.named_children():
                if name == "drop":
                    continue
                matrix = f"l{index}.{name}.w"
                plain = name in ("aln", "oln")
                found = weights.vector(matrix) if plain else weights.matrix(matrix)
                part.weight.data = torch.from_numpy(found.copy())
                part.bias.data = torch.from_numpy(weights.vector(f"l{index}.{name}.b").copy())

    def tensors(self) -> dict[str, Matrix]:
        """The layers' weights under the wheel's names."""
        return {
            f"l{index}.{name.replace('.weight', '.w').replace('.bias', '.b')}": value.numpy()
            for index, layer in enumerate(self.layers, TONE_LAYER)
            for name, value in layer.state_dict().items()
        }

    def arrays(self) -> dict[str, Matrix]:
        """Everything but the layers, as `RelationModel.arrays` names it."""
        return {
            "segments": self.segments.weight.detach().numpy(),
            "directions": self.directions.weight.detach().numpy(),
            "kinds": self.kinds.weight.detach().numpy(),
            "weights": self.head.weight.detach().numpy().T,
            "bias": self.head.bias.detach().numpy(),
        }


def _mean(x: Tensor, chosen: Tensor) -> Tensor:
    weight = chosen.to(x.dtype)[..., None]
    return (x * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1)
