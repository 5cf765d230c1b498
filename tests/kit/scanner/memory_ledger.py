"""A ledger in memory, under the same contract as the real ones."""

from __future__ import annotations

from dataclasses import replace

from scanner import PageRecord, StackRecord, TrayError


class MemoryLedger:
    """`busy` makes the next so many page rows wait; `full` refuses them."""

    def __init__(self):
        self._stacks: dict[str, StackRecord] = {}
        self._pages: dict[str, PageRecord] = {}
        self._acts: list[tuple[str, str]] = []
        self.busy = 0
        self.is_full = False

    def open_stack(self, *, device, source, label):
        stack = StackRecord(
            id=f"{len(self._stacks) + 1:04d}", device=device, source=source, label=label
        )
        self._stacks[stack.id] = stack
        return stack

    def add_page(self, page):
        if self.busy:
            self.busy -= 1
            raise TrayError("scanner.ledger_busy")
        if self.is_full:
            raise TrayError("scanner.no_space", sheet=None)
        self._pages.setdefault(page.id, page)

    def supersede(self, page_ids):
        for page_id in page_ids:
            self._pages[page_id] = replace(self._pages[page_id], superseded=True)

    def release(self, page_ids):
        for page_id in page_ids:
            self._pages[page_id] = replace(self._pages[page_id], is_released=True)

    def set_findings(self, page_id, findings):
        self._pages[page_id] = self._pages[page_id].with_findings(findings)

    def close_stack(self, stack_id, ended, expected_next_sheet):
        self._stacks[stack_id] = replace(
            self._stacks[stack_id], ended=ended, expected_next_sheet=expected_next_sheet
        )

    def stacks(self, *, under=""):
        return [s for s in self._stacks.values() if s.label.startswith(under)]

    def pages(self, stack_id=None):
        found = [p for p in self._pages.values() if stack_id in (None, p.stack)]
        return sorted(found, key=lambda p: (p.stack, p.number))

    def with_digest(self, sha256):
        return next((p for p in self.pages() if p.sha256 == sha256 and not p.is_released), None)

    def seen(self, digests):
        looked = {p.sha256: p for p in self.pages() if p.findings and p.sha256 in digests}
        return [p.with_findings(replace(p.findings, thumbnail=b"")) for p in looked.values()]

    def has_origin(self, origin):
        return bool(origin) and any(p.origin == origin for p in self._pages.values())

    def append_act(self, scope, act):
        self._acts.append((scope, act))

    def acts(self, scope):
        return [act for own, act in self._acts if own == scope]
