"""Writes the fine-tuned model as ONNX with weights of eight bits, and its vocabulary beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

if TYPE_CHECKING:
    from training.texts.minilm import MiniLm

_OPSET: Final = 17


def export(model: MiniLm, vocabulary: list[str], folder: Path) -> None:
    """Write `meaning.onnx` (token ids to what both heads say) and `meaning.vocabulary`."""
    with tempfile.TemporaryDirectory() as scratch:
        full, inferred = Path(scratch, "full.onnx"), Path(scratch, "inferred.onnx")
        example = torch.ones((2, 16), dtype=torch.long)
        torch.onnx.export(
            model.float().eval(), (example,), str(full), opset_version=_OPSET,
            input_names=["ids"], output_names=["log_odds", "asked"],
            dynamic_axes={
                "ids": {0: "texts", 1: "tokens"}, "log_odds": {0: "texts"}, "asked": {0: "texts"},
            },
        )  # fmt: skip
        quant_pre_process(str(full), str(inferred), skip_symbolic_shape=True)
        quantize_dynamic(
            str(inferred), str(folder / "meaning.onnx"), per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    (folder / "meaning.vocabulary").write_text("\n".join(vocabulary), encoding="utf-8")
