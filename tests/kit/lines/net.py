"""The own line reader's net, in PyTorch, which trains it and is no part of the program."""

import torch
from torch import nn

from scanner.recognition.ocr.line_picture import ALPHABET


def _conv(into: int, out: int, kernel: int | tuple[int, int], stride, pad) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(into, out, kernel, stride, pad, bias=False), nn.BatchNorm2d(out), nn.ReLU()
    )


class Beside(nn.Module):
    """What stands left and right of each place: wide and thin, then mixed, added to what was there."""

    def __init__(self, channels: int, kernel: int, inner: int) -> None:
        super().__init__()
        self.look = nn.Sequential(
            nn.Conv2d(
                channels,
                channels,
                (1, kernel),
                padding=(0, kernel // 2),
                groups=channels,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
        )
        self.mix = nn.Sequential(
            nn.Conv2d(channels, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(),
            nn.Conv2d(inner, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, channels, 1, places), the same shape."""
        return x + self.mix(self.look(x))


class LineNet(nn.Module):
    """A line's picture to a letter for every fourth column (connectionist temporal classification)."""

    def __init__(self, channels: int = 224, inner: int = 352) -> None:
        super().__init__()
        self.strokes = nn.Sequential(
            _conv(1, 32, 3, 2, 1),
            _conv(32, 64, 3, 2, 1),
            _conv(64, 96, 3, (2, 1), 1),
            _conv(96, channels, (5, 3), 1, (0, 1)),
        )
        self.beside = nn.Sequential(
            *[Beside(channels, kernel, inner) for kernel in (5, 7, 9, 11, 13, 15, 17)]
        )
        self.letters = nn.Conv2d(channels, len(ALPHABET) + 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, 1, 40, width) to scores (batch, letters + 1, width / 4); blank is the last."""
        return self.letters(self.beside(self.strokes(x)))[:, :, 0]
