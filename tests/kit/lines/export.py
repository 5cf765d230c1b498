"""Weights to the file the program ships: `python -m tests.kit.lines.export IN.pt OUT.onnx`."""

import sys
from pathlib import Path

import torch

from scanner.recognition.ocr.line_picture import HEIGHT
from tests.kit.lines.net import LineNet


def export(weights: Path, out: Path) -> None:
    """Write the net with its normalisation folded into the weights."""
    net = LineNet()
    net.load_state_dict(torch.load(weights, map_location="cpu"))
    net.eval()
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, HEIGHT, 320),),
        str(out),
        input_names=["line"],
        output_names=["scores"],
        dynamic_axes={"line": {0: "lines", 3: "width"}, "scores": {0: "lines", 2: "places"}},
        dynamo=False,
    )


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
