"""Memory asked for before it is needed: the record of a person whose event is near, and the person's way up the agenda.

Among many people an event waits mostly for memory: a record is twenty cache lines, and none of them is near. Who is next is known some
events ahead, so the processor is asked to load them meanwhile. It changes no value; in plain Python it does nothing.
"""

from typing import Any, Final

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload
from numba.np.arrayobj import make_array

from ami_sim.model.person import HOT

CACHE_LINE: Final = 64  # bytes that a processor loads at once
AT_HAND: Final = 1 << 11  # entries of the agenda, from its top, that are in the cache anyway


def load_soon(_: Any, array: Any, index: Any, length: Any) -> Any:
    """Ask the processor to load so many bytes of an array from a row on; it neither waits nor fails."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = make_array(array)(context, builder, arguments[0])  # type: ignore[no-untyped-call]
        byte, number, word = ir.IntType(8).as_pointer(), ir.IntType(32), ir.IntType(64)
        asking = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        ask = cgutils.get_or_insert_function(builder.module, asking, "llvm.prefetch.p0i8")  # type: ignore[no-untyped-call]
        row = builder.add(builder.ptrtoint(whole.data, word), builder.mul(arguments[1], word(array.dtype.size)))
        for line in range(0, length.literal_value, CACHE_LINE):
            at = builder.inttoptr(builder.add(row, word(line)), byte)
            builder.call(ask, [at, number(1), number(3), number(1)])  # to write, to be kept, data
        return context.get_dummy_value()

    return types.void(array, types.int64, length), build


ask_for: Any = intrinsic(prefer_literal=True)(load_soon)


def foresee(i: int, people: Any, agenda: Any) -> None:
    """Ask for all that a person's next event reads and writes: what a run touches of the record, and their way up the agenda."""


@overload(foresee)
def foresee_compiled(i: Any, people: Any, agenda: Any) -> Any:
    """Give what `foresee` is when compiled."""
    hot = people.dtype.fields[HOT].offset

    def asked(i: Any, people: Any, agenda: Any) -> None:
        ask_for(people, i, hot)
        k = len(agenda) // 2 + i
        while k > AT_HAND:
            ask_for(agenda, k, 1)
            k >>= 1

    return asked
