"""The lines as trees: in order, and each knows what suits whom below, whatever joins, leaves or comes to suit somebody else."""

from hypothesis import given
from hypothesis import strategies as st

from ami_sim.model.person import Person
from ami_sim.model.queue import everybody, first_of, join, leave, sum_up_from
from ami_sim.model.tables import World

COUNT = 12
STEPS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, 15)), max_size=60)


def waiting(keys: list[int], ranks: list[int]) -> list[Person]:
    people = []
    for i, (key, rank) in enumerate(zip(keys, ranks, strict=True)):
        person = Person()
        person.id, person.key, person.rank, person.queued, person.suits, person.below = i, key, float(rank), 0.0, 0, 0
        people.append(person)
    return people


def below(i: int, people: list[Person]) -> int:
    return people[i].suits | below(people[i].ahead, people) | below(people[i].behind, people) if i >= 0 else 0


@given(
    keys=st.lists(st.integers(0, 1000), min_size=COUNT, max_size=COUNT, unique=True),
    ranks=st.lists(st.integers(0, 5), min_size=COUNT, max_size=COUNT),
    steps=STEPS,
)
def test_a_line_is_in_order_and_knows_what_suits_whom(keys: list[int], ranks: list[int], steps: list[tuple[int, int]]) -> None:
    people, world = waiting(keys, ranks), World([], [0, 0, 0], [-1], [])
    there: set[int] = set()
    for i, suits in steps:
        person = people[i]
        if i in there and suits % 2:  # something else suits, in the same place
            person.suits = suits >> 1
            sum_up_from(i, i, people)
        elif i in there:
            there.remove(i)
            leave(0, i, people, world)
        else:
            there.add(i)
            person.suits = suits >> 1
            join(0, i, people, world)
        assert everybody(0, people, world) == sorted(there, key=lambda j: (people[j].rank, j))
        assert all(people[j].below == below(j, people) for j in there)
        for rows in range(1, 8):
            fitting = [j for j in everybody(0, people, world) if people[j].suits & rows]
            assert first_of(0, rows, people, world) == (fitting[0] if fitting else -1)
