"""What every row of a data file carries: where the figure comes from and how sure it is."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

YesNo = Annotated[bool, Field(strict=True)]  # true or false, and no word for it
IndexName = Literal["prices", "wages", "none"]  # by which a price grows
Status = Literal["in_force", "adopted", "proposed", "unknown"]  # of a rule of law, when its row was written


def check_ages(ages: tuple[float, float]) -> None:
    """Refuse ages from and to that do not rise from 0 or more."""
    if not 0 <= ages[0] < ages[1]:
        raise ValueError(f"ages {list(ages)}: expected the lower age first")


class Strict(BaseModel):
    """A table of a data file: unknown keys are refused and nothing handed in is ever changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with some fields changed; what was computed from the old ones and kept does not come along."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Row(Strict):
    """A table of figures with its source.

    `sure` is H, M or L; `mark` tells a figure of the memo from one derived from it, a published rule and our own assumption.
    """

    source: str
    sure: Literal["H", "M", "L"]
    mark: Literal["memo", "derived", "rule", "assumed"]
    note: str = ""


def refuse_backwards(begins: date | None, until: date | None) -> None:
    """Refuse a row that ends before it begins."""
    if begins and until and until < begins:
        raise ValueError(f"until {until} is before from {begins}")


class Dated(Row):
    """A row that holds between two dates; without one of them there is no such end."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _begins_first(self) -> Self:
        refuse_backwards(self.from_, self.until)
        return self

    def runs(self, when: date) -> bool:
        """Tell whether the row holds on a date."""
        return (self.from_ is None or self.from_ <= when) and (self.until is None or when <= self.until)
