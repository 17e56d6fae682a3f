"""Writes the fine-tuned model as ONNX with weights of eight bits, deflated, and its vocabulary."""

from __future__ import annotations

import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

if TYPE_CHECKING:
    from training.texts.e5 import E5, Piece

_OPSET: Final = 17


def export(model: E5, vocabulary: list[Piece], folder: Path) -> None:
    """Write `meaning.z` (token ids to what both heads say) and `meaning.vocabulary`."""
    with tempfile.TemporaryDirectory() as scratch:
        names = ("full.onnx", "inferred.onnx", "small.onnx")
        full, inferred, small = (Path(scratch, name) for name in names)
        example = torch.ones((2, 16), dtype=torch.long)
        torch.onnx.export(
            model.cpu().float().eval(), (example,), str(full), opset_version=_OPSET,
            input_names=["ids"], output_names=["log_odds", "asked"],
            dynamic_axes={
                "ids": {0: "texts", 1: "tokens"}, "log_odds": {0: "texts"}, "asked": {0: "texts"},
            },
        )  # fmt: skip
        quant_pre_process(str(full), str(inferred), skip_symbolic_shape=True)
        quantize_dynamic(
            str(inferred), str(small), per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
        (folder / "meaning.z").write_bytes(zlib.compress(small.read_bytes(), 9))
    (folder / "meaning.vocabulary").write_text(written(vocabulary), encoding="utf-8")


def written(vocabulary: list[Piece]) -> str:
    """Return a vocabulary as `Unigrams.read` takes it."""
    return "\n".join(f"{piece}\t{likely:g}" for piece, likely in vocabulary)
