"""Persons of one run moving through queues and places, month by month: a picture that plays only when somebody asks it to."""

from typing import TYPE_CHECKING, Final

import pandas as pd

from ami_sim.report.document import Column, Number, Row, Table
from ami_sim.report.number_formats import Scale
from ami_sim.report.plots import BLACK, BLUE, GREEN, PURPLE, VERMILLION
from ami_sim.report.words import Language, say, title

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

MONTHS: Final = 36  # that are shown, from the parting on
EVERY: Final = 6  # months between two rows of the table
PAUSE: Final = 600  # thousandths of a second that a month is shown
WITH_US: Final = ("waiting_mapping", "mapping", "waiting_place", "in_intervention")  # whoever is ever here is followed
# Where persons are drawn, from the top: a colour and a shape each.
LANES: Final = {
    "waiting_mapping": (VERMILLION, "circle"),
    "mapping": (BLACK, "diamond"),
    "waiting_place": (PURPLE, "square"),
    "in_intervention": (BLUE, "triangle-up"),
    "subsidised_elsewhere": (BLACK, "cross"),
    "studies": (PURPLE, "x"),
    "work": (GREEN, "star"),
}
PERSONS: Final = Scale(1.0, "persons", 0)


def where_by_month(log: pd.DataFrame, since: pd.Timestamp, months: int = MONTHS) -> pd.DataFrame:
    """Say who is where on the first of each month: columns month, case, activity, place.

    log: a case log (`record.case_log`). since: the first month. place: from 1, whoever has been there longest first. Only those
    who are with the unit on one of the days are followed, and only in the stages that are drawn. A stay without an end goes on.
    """
    found = []
    for month in pd.date_range(since, periods=months, freq="MS"):
        there = log[(log["start"] <= month) & ~(log["end"] <= month) & log["activity"].isin(list(LANES))]
        found.append(there.sort_values(["start", "case"])[["case", "activity"]].assign(month=month))
    rows = pd.concat(found, ignore_index=True)
    followed = rows.loc[rows["activity"].isin(WITH_US), "case"].unique()
    rows = rows[rows["case"].isin(followed)].reset_index(drop=True)
    return rows.assign(place=rows.groupby(["month", "activity"]).cumcount() + 1)[["month", "case", "activity", "place"]]


def counts(where: pd.DataFrame) -> pd.DataFrame:
    """Count persons by month (rows) and stage (columns, from the top)."""
    table = where.pivot_table(index="month", columns="activity", values="case", aggfunc="count").reindex(columns=list(LANES))
    return table.fillna(0).astype(int)


def counts_table(where: pd.DataFrame, language: Language) -> Table:
    """Give every sixth month in numbers: what the picture shows to whoever does not see it move."""
    found = counts(where).iloc[::EVERY]
    heads = (Column(say(language, "moving.month"), align="left"), *(Column(title(language, "stages", name)) for name in LANES))
    rows = tuple(
        Row((f"{month:%Y-%m}", *(Number(float(count), "persons", scale=PERSONS) for count in row)))
        for month, row in zip(found.index, found.to_numpy(), strict=True)
    )
    return Table(say(language, "moving.table"), heads, rows, key="moving")


def moving_figure(where: pd.DataFrame, language: Language) -> "Figure":
    """Draw a frame a month; nothing moves until it is started, no frame slides into the next, and it can be paused."""
    from plotly import graph_objects as go

    names, widest = list(LANES), int(where["place"].max())
    number = counts(where)

    def frame(month: pd.Timestamp) -> list["Scatter"]:
        there = where[where["month"] == month]
        look = [LANES[name] for name in there["activity"]]
        persons = go.Scatter(
            x=there["place"],
            y=[names.index(name) for name in there["activity"]],
            ids=there["case"],
            mode="markers",
            marker={"size": 9, "color": [colour for colour, _ in look], "symbol": [shape for _, shape in look]},
            hovertext=there["case"],
            hoverinfo="text",
        )
        many = go.Scatter(
            x=[widest + 3] * len(names),
            y=list(range(len(names))),
            mode="text",
            text=[f"<b>{count}</b>" for count in number.loc[month]],
            textfont={"size": 15, "color": BLACK},
            hoverinfo="skip",
        )
        return [persons, many]

    months = list(number.index)
    above = {"type": "buttons", "direction": "left", "x": 0, "xanchor": "left", "y": 1.1, "yanchor": "bottom"}
    still = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate", "transition": {"duration": 0}}
    plays = {"frame": {"duration": PAUSE, "redraw": False}, "fromcurrent": True, "transition": {"duration": 0}}
    buttons = [
        {"label": say(language, "moving.play"), "method": "animate", "args": [None, plays]},
        {"label": say(language, "moving.pause"), "method": "animate", "args": [[None], still]},
    ]
    label = [f"{month:%Y-%m}" for month in months]
    steps = [{"label": name, "method": "animate", "args": [[name], still]} for name in label]
    figure = go.Figure(
        data=frame(months[0]), frames=[go.Frame(data=frame(month), name=name) for month, name in zip(months, label, strict=True)]
    )
    figure.update_layout(
        template="simple_white",
        height=560,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
        xaxis={"visible": False, "range": [0, widest + 5]},
        yaxis={
            "tickvals": list(range(len(names))),
            "ticktext": [title(language, "stages", name) for name in names],
            "autorange": "reversed",
            "automargin": True,
        },
        updatemenus=[above | {"buttons": buttons}],
        sliders=[{"steps": steps, "currentvalue": {"prefix": say(language, "moving.shown") + " "}, "pad": {"t": 20}}],
    )
    return figure
