"""The texts of a decision's pictures in English and Swedish, and what is filled into them."""

from ami_sim.report.pages.decision.parts import called
from ami_sim.report.words import Language, say
from ami_sim.report.writer import Writer
from ami_sim.workflow.decision import Decision


def told_of(decision: Decision, language: Language) -> dict[str, str]:
    """Give what the texts name: whose money, which options, how many draws and years, and two amounts."""
    about, choice, split, worth = decision.about, decision.choice, decision.how_sure.split, decision.worth
    names = called(decision, language)
    half = max((row.computing_half for row in split), default=0.0)
    every = worth.everything.value if worth else 0.0
    # the scales are those of the numbers that stand in the same picture
    by_split = Writer.of(language, [row.sd for row in split])
    by_group = Writer.of(language, [one.value.value + one.value.se for one in worth.groups.values()] + [every] if worth else [])
    return {
        "payer": say(language, f"decision.payer_{about.payer}"),
        "years": f"{about.years:.0f}",
        "reference": names[choice.reference],
        "draws": str(choice.draws),
        "first": names[choice.first],
        "second": names[choice.second],
        "half": by_split.amount(half, signed=False),
        "all": by_group.amount(every, signed=False),
    }
