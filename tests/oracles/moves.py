"""Which event may take a person from which stage to which, written by hand: what the rows of the vocabulary are held against."""

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario import registry as w


def legal_moves() -> NDArray[np.bool_]:
    """Which event may take a person from which stage to which: [event, from, to]. The conditions of a clock are checked by its rate."""
    table = np.zeros((len(w.EVENTS), len(w.STAGES), len(w.STAGES)), bool)
    alive = [stage for stage in range(len(w.STAGES)) if stage not in (w.UNBORN, w.LEFT)]
    to = {
        w.FIND_WORK: (w.WORK, w.SUBSIDISED),
        w.START_STUDIES: (w.STUDIES,),
        w.BECOME_SICK: (w.SICK_PAY, w.SICK_ON_AID),
        w.RECOVER: (w.NOT_REFERRED,),
        w.RELAPSE: (w.NOT_REFERRED,),
        w.AID_ENDS: (w.AID_ENDED,),
        w.FIND_SUPPORT: (w.OTHER_SUPPORT,),
        w.DIE: (w.LEFT,),
        w.RETIRE: (w.LEFT,),
        w.REFER: (w.WAITING_MAPPING,),
        w.DROP_OUT: (w.PAUSED,),
        w.SICKNESS_DECISION: (w.SICKNESS_COMPENSATION,),
    }
    for what, stages in to.items():
        for stage in stages:
            table[what, alive, stage] = True
    stay = (
        w.ADVANCE,
        w.FALL_BACK,
        w.BENEFIT_ENDS,
        w.GAP_BEGINS,
        w.GAP_ENDS,
        w.SICKNESS_DECISION,
        w.RIGHTS_EXPIRE,
        w.BAND,
        w.CALENDAR,
        w.AF_ANSWERS,
        w.MOVE,
        w.HOUSEHOLD_CHANGES,
    )
    for what in stay:
        table[what, alive, alive] = True
    for what, source, target in (
        (w.START, w.WAITING_MAPPING, w.MAPPING),
        (w.START, w.WAITING_PLACE, w.IN_INTERVENTION),
        (w.MOVE_UP, w.IN_INTERVENTION, w.IN_INTERVENTION),
        (w.GAP_ENDS, w.AID_ENDED, w.NOT_REFERRED),
        (w.WAIT_TOO_LONG, w.WAITING_PLACE, w.PAUSED),
        (w.SUSPEND, w.MAPPING, w.WAITING_MAPPING),
        (w.SUSPEND, w.IN_INTERVENTION, w.WAITING_PLACE),
        (w.DISCHARGE, w.WAITING_MAPPING, w.NOT_REFERRED),
        (w.DISCHARGE, w.WAITING_PLACE, w.NOT_REFERRED),
        (w.DISCHARGE, w.MAPPING, w.NOT_REFERRED),
        *((w.MOVE, stage, w.NOT_REFERRED) for stage in range(w.WAITING_MAPPING, w.PAUSED + 1)),
    ):
        table[what, source, target] = True
    table[w.PLANNED_END, [[w.MAPPING], [w.IN_INTERVENTION]], [*alive, w.LEFT]] = True
    table[w.ARRIVAL, w.UNBORN, [w.NOT_REFERRED, w.WAITING_MAPPING, w.WAITING_PLACE]] = True
    table[w.CALENDAR, w.UNBORN, [*alive, w.LEFT]] = True  # the first row of somebody who is there when the run begins
    return table
