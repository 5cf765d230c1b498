"""Trains the own line reader: `python -m tests.kit.lines.train FACES OUT.pt --minutes 80 --seed 1`.

Needs PyTorch, which is no part of the program. FACES is the folder `python -m tests.kit.lines.faces`
fills. Pictures are drawn while it trains; none is seen twice. The learning rate follows the time
that is left, so that a run ends well whatever the machine manages.
"""

import argparse
import copy
import math
import multiprocessing
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from scanner.recognition.ocr.line_picture import ALPHABET, BLANK, STRIDE, as_input
from tests.kit.lines.draw import Faces, line_of
from tests.kit.lines.net import LineNet

_BATCH = 48
_SORTED = 12  # batches drawn together and sorted by width, so that little is padding
_BEST_RATE = 2.5e-3
_NUMBER = {letter: place for place, letter in enumerate(ALPHABET)}

Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def batch_of(lines: list[tuple[np.ndarray, str]]) -> Batch:
    """Pictures side by side: (pictures, places in each, letters in a row, letters of each)."""
    inputs = [as_input(picture) for picture, _ in lines]
    width = max(each.shape[1] for each in inputs)
    pictures = np.stack([np.pad(x, ((0, 0), (0, width - x.shape[1]))) for x in inputs])
    places = np.array([x.shape[1] // STRIDE for x in inputs])
    letters = np.array([_NUMBER[letter] for _, text in lines for letter in text])
    return pictures.astype(np.float16), places, letters, np.array([len(t) for _, t in lines])


def _draw(queue: "multiprocessing.Queue[Batch]", faces: Faces, seed: int) -> None:
    import cv2

    cv2.setNumThreads(1)
    rng = random.Random(seed)
    while True:
        lines = []
        while len(lines) < _BATCH * _SORTED:
            picture, text = line_of(rng, faces)
            wide = as_input(picture).shape[1]
            if text and wide <= 760 and wide // STRIDE > len(text) * 1.2:
                lines.append((picture, text))
        lines.sort(key=lambda line: line[0].shape[1] / line[0].shape[0])
        batches = [lines[start : start + _BATCH] for start in range(0, len(lines), _BATCH)]
        rng.shuffle(batches)
        for each in batches:
            queue.put(batch_of(each))


def read(scores: np.ndarray) -> str:
    """The likeliest text of scores (letters + 1, places)."""
    best = scores.argmax(axis=0)
    kept = [b for place, b in enumerate(best) if b != BLANK and (not place or best[place - 1] != b)]
    return "".join(ALPHABET[letter] for letter in kept)


def judged(net: LineNet, lines: list[tuple[np.ndarray, str]]) -> tuple[float, float]:
    """(character errors over characters, lines without one) of lines."""
    from rapidfuzz.distance import Levenshtein

    wrong = letters = exact = 0
    with torch.no_grad():
        for picture, text in lines:
            x = torch.from_numpy(as_input(picture))[None, None]
            found = read(net(x)[0].numpy()).strip()
            wrong += Levenshtein.distance(found, text)
            letters += len(text)
            exact += found == text
    return wrong / letters, exact / len(lines)


def train(faces: Faces, apart: Faces, out: Path, minutes: float, seed: int) -> None:
    """Train for so long, writing the averaged weights every few minutes.

    Args:
        faces: drawn with for training; apart: judged by alone.
        out: weights.
        minutes: of the whole run.
        seed: of everything drawn.
    """
    torch.manual_seed(seed)
    net = LineNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    mean = copy.deepcopy(net)
    steps = torch.optim.AdamW(net.parameters(), _BEST_RATE, weight_decay=1e-3)
    queue: multiprocessing.Queue[Batch] = multiprocessing.Queue(40)
    drawing = multiprocessing.Process(target=_draw, args=(queue, faces, seed), daemon=True)
    drawing.start()
    rng = random.Random(seed + 1)
    judges = {
        "hand": [line_of(rng, apart, hand=1.0) for _ in range(250)],
        "print": [line_of(rng, apart, hand=0.0) for _ in range(250)],
    }
    start = said = time.monotonic()
    count, loss_mean = 0, 5.0
    while (done := (time.monotonic() - start) / (minutes * 60)) < 1.0:
        rise = min(1.0, (count + 1) / 300)
        rate = _BEST_RATE * rise * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)
        for group in steps.param_groups:
            group["lr"] = rate
        pictures, places, letters, lengths = queue.get()
        x = torch.from_numpy(pictures).float()[:, None].to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(x)
        loss = functional.ctc_loss(
            scores.float().permute(2, 0, 1).log_softmax(2),
            torch.from_numpy(letters),
            torch.from_numpy(places),
            torch.from_numpy(lengths),
            blank=BLANK,
            zero_infinity=True,
        )
        steps.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        steps.step()
        count += 1
        loss_mean += 0.01 * (loss.item() - loss_mean)
        _follow(mean, net, min(0.998, count / (count + 20)))
        if time.monotonic() - said > 180:
            said = time.monotonic()
            _say(mean, judges, count, loss_mean, said - start, out)
    _say(mean, judges, count, loss_mean, time.monotonic() - start, out)
    drawing.kill()


def _follow(mean: LineNet, net: LineNet, slow: float) -> None:
    with torch.no_grad():
        for kept, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - slow)


def _say(
    mean: LineNet,
    judges: dict[str, list[tuple[np.ndarray, str]]],
    count: int,
    loss: float,
    seconds: float,
    out: Path,
) -> None:
    mean.eval()
    found = {name: judged(mean, lines) for name, lines in judges.items()}
    mean.train()
    torch.save(mean.state_dict(), out)
    parts = [f"{name} CER {cer:.3f} exact {exact:.3f}" for name, (cer, exact) in found.items()]
    print(f"{seconds:6.0f} s {count * _BATCH:8} lines loss {loss:.3f}", *parts, flush=True)


def _files(folder: Path) -> Iterator[str]:
    yield from (str(file) for file in sorted(folder.glob("*.[to]tf")))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="tests.kit.lines.train")
    parser.add_argument("faces", type=Path, help="folder with print, hand, print-apart, hand-apart")
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder: Path = options.faces
    faces = Faces(tuple(_files(folder / "print")), tuple(_files(folder / "hand")))
    apart = Faces(tuple(_files(folder / "print-apart")), tuple(_files(folder / "hand-apart")))
    train(faces, apart, options.out, options.minutes, options.seed)


if __name__ == "__main__":
    main()
