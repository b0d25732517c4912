"""The small question that tests of commands, runner and pages ask: two options, three years and a bit, needs of some years before."""


def small_question(*, replications: int | None = 2, end: str = "2022-01-01", burn_in: str = "15 years") -> str:
    """Write the file of a small question about the municipality beside it; `replications`: a line of its own, or none."""
    runs = "" if replications is None else f"replications = {replications}\n"
    return f"""
name = "small"
title = "A small question"
question = "What happens to people with and without the unit?"
base = "../calibration/town/scenario.toml"
reference = "no"
{runs}seed = 7

[set]
end = {end}
"life.burn_in" = "{burn_in}"

[option.no]
title = "No unit"
unit = "before_2018"
discharge = true

[option.today]
title = "As today"
unit = "today"
"""
