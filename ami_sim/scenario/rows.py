"""What every row of a data file carries: where the figure comes from and how sure it is."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

YesNo = Annotated[bool, Field(strict=True)]  # true or false, and no word for it
IndexName = Literal["prices", "wages", "none"]  # by which a price grows


class Strict(BaseModel):
    """A table of a data file: unknown keys are refused and nothing handed in is ever changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)


class Row(Strict):
    """A table of figures with its source.

    `sure` is H, M or L; `mark` tells a figure of the memo from one derived from it, a published rule and our own assumption.
    """

    source: str
    sure: Literal["H", "M", "L"]
    mark: Literal["memo", "derived", "rule", "assumed"]
    note: str = ""
