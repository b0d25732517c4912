"""Where the compiled engine keeps people: a seat for each who is in the run now, as wide as the scenario needs.

Whoever has not come yet stays in the records that the run was given, and whoever has left gives the seat to the next. What a run only
reads and seldom needs is read from the records. Of clocks and counted days a seat has those that the scenario uses; what is drawn for
a clock that never runs goes to one spot of no meaning. The rules know none of this: they index `people[i]` and read `person.field`.
"""

# mypy: disable-error-code="no-untyped-call, no-untyped-def, override, misc, untyped-decorator, no-any-return"
# numba's parts for types of one's own have no annotations.

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numba
import numpy as np
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, Signature, infer_getattr, infer_global, signature
from numba.extending import (
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    make_attribute_wrapper,
    overload,
    register_model,
)
from numba.np.arrayobj import make_array

from ami_sim.model.person import COUNTED, PACKED, PERSON, SEAT
from ami_sim.model.placement import present
from ami_sim.model.tables import Plan
from ami_sim.scenario.registry import SHIPPED_CLOCKS

# Where a run stands: the next entry of the calendar, the placement round, events so far, rows of the log used; seats ever taken, the
# first that is free again, leaves of the agenda, who comes next and how many people there are.
PROGRESS: Final = np.dtype(
    [("now", "f8")] + [(name, "i8") for name in ("entry", "round", "events", "written", "seats", "free", "leaves", "next", "people")]
)
CACHE_LINE: Final = 64  # bytes; a seat begins with one
ROW: Final = numba.from_dtype(SEAT)
WHOLE: Final = numba.from_dtype(PERSON)
LISTS: Final = {name: numba.from_dtype(PERSON.fields[name][0].base) for name in PACKED}  # type: ignore[index]


class Packed(types.Type):
    """One list of a person, of which a seat has what the scenario uses."""

    def __init__(self, name: str) -> None:
        self.entry = LISTS[name]
        self.length = COUNTED if name == "used" else SHIPPED_CLOCKS
        self.first = {"drawn": SHIPPED_CLOCKS, "used": 2 * SHIPPED_CLOCKS}.get(name, 0)  # of its offsets among all
        self.behind = {"rate": 8, "scale": 16}.get(name, 0)  # the three of a clock lie side by side
        super().__init__(name=f"Packed({name})")


class Seated(types.Type):
    """A person in a seat."""

    def __init__(self) -> None:
        super().__init__(name="Seated")


class Seats(types.Type):
    """Everybody in a seat."""

    def __init__(self) -> None:
        super().__init__(name="Seats")


SEATED: Final = Seated()
SEATS: Final = Seats()
PLACES: Final = types.CPointer(types.int16)


def structure(kind: type, members: list[tuple[str, Any]]) -> None:
    """Say what a type is made of."""

    class Model(models.StructModel):
        def __init__(self, manager: Any, made: Any) -> None:
            super().__init__(manager, made, members)

    register_model(kind)(Model)
    for name, _ in members:
        make_attribute_wrapper(kind, name, name) if kind is Seats else None


structure(Packed, [("seat", ROW), ("places", PLACES)])
structure(Seated, [("seat", ROW), ("records", types.voidptr), ("places", PLACES)])
structure(
    Seats,
    [
        ("seats", types.voidptr),
        ("width", types.intp),
        ("records", types.voidptr),
        ("places", PLACES),
        ("moves", PLACES),
        ("carried", types.intp),
        ("numbers", types.CPointer(types.int32)),
        ("at", numba.from_dtype(PROGRESS)),
    ],
)


def build_seats(_: Any, seats: Any, width: Any, records: Any, places: Any, moves: Any, numbers: Any, at: Any) -> Any:
    """Put together where people sit: memory that the caller holds, without an owner that would have to be counted."""

    def build(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
        made = cgutils.create_struct_proxy(SEATS)(context, builder)
        arrays = dict(zip(("seats", "records", "places", "moves", "numbers"), (0, 2, 3, 4, 5), strict=True))
        for name, which in arrays.items():
            array = make_array(sig.args[which])(context, builder, arguments[which])
            setattr(made, name, builder.bitcast(array.data, getattr(made, name).type))
            if name == "moves":
                made.carried = cgutils.unpack_tuple(builder, array.shape)[0]
        made.width, made.at = arguments[1], arguments[6]
        return made._getvalue()

    return SEATS(seats, types.intp, records, places, moves, numbers, at), build


seats_of: Any = intrinsic(build_seats)


def step(builder: Any, start: Any, size: Any, index: Any, kind: Any) -> Any:
    """Give a pointer of a kind so many bytes times an index behind a start."""
    raw = builder.bitcast(start, cgutils.voidptr_t)
    return builder.bitcast(builder.gep(raw, [builder.mul(size, index)]), kind)


def as_int(context: Any, value: int) -> Any:
    """Give a constant of machine size."""
    return context.get_constant(types.intp, value)


@infer_global(operator.getitem)
class Take(AbstractTemplate):
    """`people[i]` and `person.left[k]`."""

    def generic(self, arguments: Any, _: Any) -> Signature | None:
        """Say what is taken."""
        if arguments[0] is SEATS:
            return signature(SEATED, SEATS, types.intp)
        return signature(arguments[0].entry, arguments[0], types.intp) if isinstance(arguments[0], Packed) else None


@infer_global(operator.setitem)
class Put(AbstractTemplate):
    """`person.left[k] = ...`."""

    def generic(self, arguments: Any, _: Any) -> Signature | None:
        """Say what is put."""
        packed = arguments[0]
        return signature(types.none, packed, types.intp, packed.entry) if isinstance(packed, Packed) else None


@infer_global(len)
class Length(AbstractTemplate):
    """`len(people)` and `len(person.left)`."""

    def generic(self, arguments: Any, _: Any) -> Signature | None:
        """Say that it is a number."""
        return signature(types.intp, arguments[0]) if isinstance(arguments[0], Seats | Packed) else None


@lower_builtin(operator.getitem, Seats, types.Integer)
def person_at(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
    """Give the person in a seat."""
    crowd = cgutils.create_struct_proxy(SEATS)(context, builder, value=arguments[0])
    person = cgutils.create_struct_proxy(SEATED)(context, builder)
    person.seat = step(builder, crowd.seats, crowd.width, arguments[1], context.get_value_type(ROW))
    person.records, person.places = crowd.records, crowd.places
    return person._getvalue()


def entry_at(context: Any, builder: Any, kind: Any, packed: Any, index: Any) -> Any:
    """Find an entry of a list that is in a seat."""
    made = cgutils.create_struct_proxy(kind)(context, builder, value=packed)
    place = builder.load(builder.gep(made.places, [builder.add(index, as_int(context, kind.first))]))
    place.set_metadata("invariant.load", builder.module.add_metadata([]))  # the layout stays: it need not be read again after a write
    offset = builder.add(builder.zext(place, context.get_value_type(types.intp)), as_int(context, kind.behind))
    return step(builder, made.seat, as_int(context, 1), offset, context.get_value_type(kind.entry).as_pointer())


@lower_builtin(operator.getitem, Packed, types.Integer)
def get_entry(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    """Read an entry of a list."""
    return builder.load(entry_at(context, builder, sig.args[0], *arguments))


@lower_builtin(operator.setitem, Packed, types.Integer, types.Any)
def set_entry(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    """Write an entry of a list."""
    packed, index, value = arguments
    builder.store(value, entry_at(context, builder, sig.args[0], packed, index))
    return context.get_dummy_value()


@lower_builtin(len, Packed)
def entries(context: Any, _: Any, sig: Any, __: Any) -> Any:
    """Say how long the list is for the rules."""
    return as_int(context, sig.args[0].length)


@lower_builtin(len, Seats)
def seats_taken(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
    """Count the seats that were ever taken."""
    crowd = cgutils.create_struct_proxy(SEATS)(context, builder, value=arguments[0])
    record = numba.from_dtype(PROGRESS)
    return context.get_getattr(record, "seats")(context, builder, record, crowd.at, "seats")


@infer_getattr
class Field(AttributeTemplate):
    """`person.field`."""

    key = Seated

    def generic_resolve(self, _: Any, name: str) -> Any:
        """Say what a field is; nothing if there is no such field."""
        if name in PACKED:
            return Packed(name)
        return WHOLE.typeof(name) if name in (PERSON.names or ()) else None


@lower_getattr_generic(Seated)
def get_field(context: Any, builder: Any, _: Any, value: Any, name: str) -> Any:
    """Read a field in the seat, or from the records if a run never changes it."""
    person = cgutils.create_struct_proxy(SEATED)(context, builder, value=value)
    if name in PACKED:
        packed = cgutils.create_struct_proxy(Packed(name))(context, builder)
        packed.seat, packed.places = person.seat, person.places
        return packed._getvalue()
    if name in (SEAT.names or ()):
        return context.get_getattr(ROW, name)(context, builder, ROW, person.seat, name)
    number = context.get_getattr(ROW, "id")(context, builder, ROW, person.seat, "id")
    number = context.cast(builder, number, ROW.typeof("id"), types.intp)
    record = step(builder, person.records, as_int(context, PERSON.itemsize), number, context.get_value_type(WHOLE))
    return context.get_getattr(WHOLE, name)(context, builder, WHOLE, record, name)


@lower_setattr_generic(Seated)
def set_field(context: Any, builder: Any, sig: Any, arguments: Any, name: str) -> Any:
    """Write a field in the seat."""
    if name not in (SEAT.names or ()):
        raise NotImplementedError(f"person.{name} is not changed in a run")
    person = cgutils.create_struct_proxy(SEATED)(context, builder, value=arguments[0])
    into = signature(types.none, ROW, sig.args[1])
    return context.get_setattr(name, into)(builder, (person.seat, arguments[1]))


def build_copy(_: Any, people: Any, i: Any, who: Any) -> Any:
    """Copy what a seat has of a record into it."""

    def build(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
        crowd = cgutils.create_struct_proxy(SEATS)(context, builder, value=arguments[0])
        seat = step(builder, crowd.seats, crowd.width, arguments[1], cgutils.voidptr_t)
        record = step(builder, crowd.records, as_int(context, PERSON.itemsize), arguments[2], cgutils.voidptr_t)
        cgutils.raw_memcpy(builder, seat, record, as_int(context, SEAT.itemsize), 1)
        with cgutils.for_range(builder, crowd.carried) as each:
            at = builder.mul(each.index, as_int(context, 3))
            to, out, size = (
                builder.zext(
                    builder.load(builder.gep(crowd.moves, [builder.add(at, as_int(context, part))])), context.get_value_type(types.intp)
                )
                for part in range(3)
            )
            one = as_int(context, 1)
            cells = [step(builder, start, one, far, cgutils.voidptr_t) for start, far in ((seat, to), (record, out))]
            with builder.if_else(builder.icmp_signed("==", size, as_int(context, 8))) as (wide, narrow):
                for branch, kind in ((wide, types.int64), (narrow, types.int16)):
                    with branch:
                        target, origin = (builder.bitcast(cell, context.get_value_type(kind).as_pointer()) for cell in cells)
                        builder.store(builder.load(origin), target)
        return context.get_dummy_value()

    return types.none(SEATS, types.intp, types.intp), build


copy_in: Any = intrinsic(build_copy)


def sit_down(people: Any, who: int) -> int:
    """Give a person a seat; on the readable engine's objects everybody has their own."""
    return who


def stand_up(people: Any, i: int) -> None:
    """Give back the seat of somebody who left."""


def seat_of(people: Any, who: int) -> int:
    """Find the seat of a person."""
    return who


@overload(sit_down)
def sit_down_compiled(people: Any, who: Any) -> Callable[..., int]:
    """Give the seat that came free last, else one more."""

    def take_seat(people: Any, who: Any) -> Any:
        at = people.at
        i = at.free
        if i >= 0:
            at.free = people[i].ahead
        else:
            i = at.seats
            at.seats += 1
        copy_in(people, i, who)
        people.numbers[who] = i
        return i

    return take_seat


@overload(stand_up)
def stand_up_compiled(people: Any, i: Any) -> Callable[..., None]:
    """Let the next who comes have the seat."""

    def free_seat(people: Any, i: Any) -> None:
        person = people[i]
        people.numbers[person.id] = -1
        person.ahead = people.at.free
        people.at.free = i

    return free_seat


@overload(seat_of)
def seat_of_compiled(people: Any, who: Any) -> Callable[..., int]:
    """Look up the seat."""

    def find_seat(people: Any, who: Any) -> Any:
        return people.numbers[who]

    return find_seat


@overload(present)
def present_compiled(people: Any) -> Callable[..., list[int]]:
    """List seats in the order of the numbers of who sits there."""

    def by_number(people: Any) -> Any:
        there = [0 for _ in range(0)]
        for who in range(people.at.people):
            if people.numbers[who] >= 0:
                there.append(people.numbers[who])
        return there

    return by_number


@dataclass(frozen=True, eq=False)
class Layout:
    """How a plan's seats are laid out. width: bytes of a seat; places: where entries of lists are; moves: to, from, bytes."""

    width: int
    places: np.ndarray
    moves: np.ndarray


@lru_cache(maxsize=64)
def layout_of(plan: Plan) -> Layout:
    """Lay out a seat for the clocks that can ever run and the days that are counted, made once a plan."""
    clocks = sorted({k for row in plan.tables.live for k in row if k >= 0})
    places, moves, end = np.zeros((3, SHIPPED_CLOCKS), np.int16), [], SEAT.itemsize
    rows: list[tuple[int, tuple[str, ...], list[int], int]] = [
        (0, ("left", "rate", "scale"), clocks, SHIPPED_CLOCKS),
        (2, ("used",), sorted(set(plan.tables.counted)), COUNTED),
        (1, ("drawn",), clocks, SHIPPED_CLOCKS),
    ]
    for row, names, kept, most in rows:
        places[row, :most] = end  # the spot of no meaning, before those that are kept
        if "used" in names:  # a strategy may look at days that nothing counts: they are none
            moves += [(end, PERSON.fields["used"][1] + 8 * k, 8) for k in range(most) if k not in kept][-1:]  # type: ignore[index]
        end += sum(LISTS[name].bitwidth // 8 for name in names) * (len(kept) < most)
        for k in kept:
            places[row, k] = end
            for name in names:
                size, offset = LISTS[name].bitwidth // 8, PERSON.fields[name][1]  # type: ignore[index]
                moves.append((end, offset + k * size, size))
                end += size
    return Layout(-(-end // CACHE_LINE) * CACHE_LINE, places, np.array(moves, np.int16).reshape(-1, 3))
