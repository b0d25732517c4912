"""Copies of a log with things done to them that happen to files: each copy says what was done."""

import numpy as np
import pandas as pd


def reordered(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return log.sample(frac=1, random_state=int(draw.integers(1 << 30)))


def duplicated(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return pd.concat([log, log.sample(frac=0.2, random_state=int(draw.integers(1 << 30)))])


def some(log: pd.DataFrame, draw: np.random.Generator, share: float = 0.1) -> np.ndarray:
    return draw.random(len(log)) < share


def without_ends(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return log.assign(Till=log["Till"].mask(some(log, draw), ""))


def in_other_zones(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    zone = draw.choice(["", "Z", "+02:00", "-0500"], len(log))
    return log.assign(Från=log["Från"] + zone, Till=log["Till"].where(log["Till"] == "", log["Till"] + zone))


def with_commas(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return log.assign(Från=log["Från"] + ",5", Insats=log["Insats"].mask(some(log, draw), "Kö, samtal"))


def backwards(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    turned = some(log, draw)
    return log.assign(Från=log["Från"].where(~turned, log["Till"]), Till=log["Till"].where(~turned, log["Från"]))


def with_words(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    words = draw.choice(["okänt", "2018-13-45", "0", "-", "NaN", '"', "9999-12-31", "\N{GRINNING FACE}", "1e400", "=1+1"], len(log))
    column = str(draw.choice(["Från", "Till", "Insats", "Ärende", "Kön"]))
    return log.assign(**{column: log[column].mask(some(log, draw), pd.Series(words, index=log.index))})


def overlapping(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return log.assign(Från=log["Från"].mask(some(log, draw), "2018-03-01"))


def unchanged(log: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return log


TABLES = (reordered, duplicated, without_ends, in_other_zones, with_commas, backwards, with_words, overlapping, unchanged)


def cut(text: bytes, draw: np.random.Generator) -> bytes:
    return text[: int(draw.integers(len(text) // 2, len(text)))]


def with_quotes(text: bytes, draw: np.random.Generator) -> bytes:
    at = int(draw.integers(100, len(text)))
    return text[:at] + b'"' + text[at:]


def with_bytes(text: bytes, draw: np.random.Generator) -> bytes:
    at = int(draw.integers(100, len(text)))
    return text[:at] + bytes(draw.integers(0, 256, 8).tolist()) + text[at:]


def with_a_mark(text: bytes, draw: np.random.Generator) -> bytes:
    return b"\xef\xbb\xbf" + text


def with_other_line_ends(text: bytes, draw: np.random.Generator) -> bytes:
    return text.replace(b"\n", b"\r\n")


def with_long_lines(text: bytes, draw: np.random.Generator) -> bytes:
    lines = text.split(b"\n")
    for at in draw.integers(1, len(lines), 9):
        lines[int(at)] += b";x;y" if draw.random() < 0.5 else b""
    return b"\n".join(lines)


def as_it_is(text: bytes, draw: np.random.Generator) -> bytes:
    return text


BYTES = (cut, with_quotes, with_bytes, with_a_mark, with_other_line_ends, with_long_lines, as_it_is)


def corrupted(log: pd.DataFrame, seed: int) -> tuple[bytes, str]:
    """Give a copy as a file's bytes with two things done to its rows and one to its bytes, and their names."""
    draw = np.random.default_rng(seed)
    done = [TABLES[at] for at in draw.integers(0, len(TABLES), 2)]
    for change in done:
        log = change(log, draw)
    last = BYTES[int(draw.integers(len(BYTES)))]
    text = last(log.to_csv(sep=";", index=False).encode(), draw)
    return text, f"{seed}: {', '.join(change.__name__ for change in (*done, last))}"
