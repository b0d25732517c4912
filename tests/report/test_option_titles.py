"""Options are called by the part of their title that tells them apart, in the reader's language; a key is for typing."""

from ami_sim.report.option_titles import first_small, option_titles, row_title


def test_a_title_is_as_short_as_tells_it_apart() -> None:
    found = option_titles({"sixty": "60: the unit of 2019", "half": "Budget: half", "all": "Budget: all", "no": "No unit"}, "en")
    assert found == {"sixty": "60", "half": "Budget: half", "all": "Budget: all", "no": "No unit"}
    assert found["nobody_titled_me"] == "nobody_titled_me"


def test_a_shipped_title_is_swedish_also_as_a_part_of_a_search() -> None:
    found = option_titles({"half": "35: half the unit", "both": "35: half the unit + Nearest to work first"}, "sv")
    assert found == {"half": "35", "both": "35 + Närmast arbete först"}


def test_a_row_is_called_by_its_title_or_by_its_key_as_words() -> None:
    titles = {"coaching": "Coaching", "own_course": "A course of one's own"}
    assert [row_title(name, titles, "sv") for name in ("coaching", "own_course", "mapping", "a_row")] == [
        "Coachning",
        "A course of one's own",
        "kartläggning",
        "a row",
    ]


def test_a_title_inside_a_sentence_begins_small_but_an_abbreviation_does_not() -> None:
    assert [first_small(word) for word in ("Net result", "AMI", "")] == ["net result", "AMI", ""]
