"""The tagger's weights in memory and on disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

STEP = 64.0  # weights are kept in steps of 1/64
DATE = (1980, 1, 1, 0, 0, 0)  # of every member of the file: the same weights make the same bytes


@dataclass(frozen=True)
class Weights:
    """Feature weights by template (sorted hashes, one row of label weights each) and transitions."""

    labels: tuple[str, ...]
    keys: Sequence[np.ndarray[Any, np.dtype[np.uint64]]]
    rows: Sequence[np.ndarray[Any, np.dtype[np.float32]]]
    transitions: np.ndarray[Any, np.dtype[np.float32]]


def read_weights(path: Path) -> Weights:
    """Read what `write_weights` wrote."""
    with np.load(path, allow_pickle=False) as data:
        labels = tuple(str(label) for label in data["labels"])
        keys, counts = data["keys"], data["counts"]
        dense = np.zeros((len(keys), len(labels)), dtype=np.float32)
        of_row = np.repeat(np.arange(len(keys)), data["width"])
        dense[of_row, data["label"]] = data["weight"].astype(np.float32) / STEP
        bounds = np.cumsum(counts)[:-1]
        return Weights(labels, np.split(keys, bounds), np.split(dense, bounds), data["transitions"])


def write_weights(weights: Weights, path: Path) -> None:
    """Write the weights, rounded and without zeros; the same weights make the same bytes."""
    rounded = [np.clip(np.rint(rows * STEP), -32767, 32767).astype(np.int16) for rows in weights.rows]
    kept = [np.flatnonzero(np.any(rows != 0, axis=1)) for rows in rounded]
    keys = [keys[k] for keys, k in zip(weights.keys, kept)]
    dense = np.concatenate([rows[k] for rows, k in zip(rounded, kept)])
    at, label = np.nonzero(dense)
    arrays = {
        "labels": np.array(weights.labels),
        "counts": np.array([len(k) for k in keys], dtype=np.int64),
        "keys": np.concatenate(keys),
        "width": np.bincount(at, minlength=len(dense)).astype(np.uint8),
        "label": label.astype(np.uint8),
        "weight": dense[at, label],
        "transitions": weights.transitions.astype(np.float32),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", DATE), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
