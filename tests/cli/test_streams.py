"""A stream that lacks a sign gets its likeness: what is said stays right in every code page, and nothing becomes a traceback."""

import io
import sys

import pytest

from ami_sim.cli.output import prepare_streams

SAID = "−35\u00a0000 kr – 82\u00a0%: “no” ± 2 …"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", SAID),
        ("cp1252", "-35\u00a0000 kr – 82\u00a0%: “no” ± 2 …"),
        ("cp850", '-35\u00a0000 kr - 82\u00a0%: "no" ± 2 ...'),
        ("ascii", '-35 000 kr - 82 %: "no" +/- 2 ...'),
    ],
)
def test_signs_have_likenesses(encoding: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    prepare_streams()
    print(SAID, end="", flush=True)
    assert out.getvalue().decode(encoding) == expected


def test_a_letter_without_a_likeness_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    prepare_streams()
    print("kö", end="", flush=True)
    assert out.getvalue() == b"k?"
