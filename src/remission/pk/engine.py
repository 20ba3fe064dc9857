"""Choose the array library that runs a model: NumPy always, JAX where gradients, batches or a GPU are wanted.

A model is written once, over a namespace `xp` that has NumPy's names. An engine is that namespace and the few things that
the two libraries do differently. JAX is imported only when it is asked for, and always in double precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import local
from typing import Any

import numpy as np

from remission.errors import MissingExtra, UnknownName

Array = Any
"""A float, a NumPy array or a JAX array: what `xp` computes with. The last axis is the patients."""
Parts = tuple[Array, ...]
"""The parts of a state, each over patients."""
Take = Callable[[Parts, Array], Parts]
Show = Callable[[Parts], Parts]
UNROLL = 16
"""Steps of a walk that JAX writes out: a third faster, and compiled as fast."""
ENGINES = ("numpy", "jax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Hold an array library and the few things that libraries do differently.

    Attributes:
        name: "numpy" or "jax".
        xp: The namespace: `exp`, `where`, `sqrt` and so on.
        compile: Turn a function of arrays into a faster one; for NumPy the function itself.
        table: `table(take, show, start, inputs, name)`: what `show` makes of the state before each of some steps; `take` is
            given the parts of a state and an input, and gives those of the next. Two tables at a time have two names.
        products: `products(rows, shapes, out)`: for each patient, multiply two tables of the same parts: (rows, shapes,
            patients). NumPy writes it into `out`, (patients, rows, shapes), where that is given.
    """

    name: str
    xp: Any
    compile: Callable[[Callable[..., Any]], Callable[..., Any]]
    table: Callable[[Take, Show, Parts, Array, str], Any]
    products: Callable[[Any, Any, Array | None], Array]


@cache
def engine(name: str = "numpy") -> Engine:
    """Find an engine by its name.

    Args:
        name: "numpy" or "jax".

    Raises:
        UnknownName: There is no such engine.
        MissingExtra: JAX is not installed.

    Example:
        >>> engine().xp.exp(0.0)
        np.float64(1.0)
    """
    if name == "numpy":
        return Engine(name="numpy", xp=np, compile=lambda function: function, table=_table, products=_products)
    if name == "jax":
        return _jax()
    raise UnknownName.among("engine", name, ENGINES)


def _jax() -> Engine:
    try:
        import jax  # pyright: ignore[reportMissingImports]  # an extra, which may not be there
    except ImportError as missing:
        raise MissingExtra(
            "The engine 'jax' needs the library JAX. Found no module named 'jax'. Run `pip install 'remission[pk]'`, or use "
            "the engine 'numpy'."
        ) from missing
    jax.config.update("jax_enable_x64", True)  # set here, before any array: later it is ignored

    def table(take: Take, show: Show, start: Parts, inputs: Array, _: str) -> Any:
        steps = jax.numpy.asarray(inputs)
        unrolled = min(UNROLL, len(steps))

        def step(state: Any, given: Any) -> tuple[Any, Any]:
            return take(state, given), show(state)

        return jax.lax.scan(step, start, steps, unroll=unrolled)[1]

    def products(rows: Any, shapes: Any, _: Array | None = None) -> Array:
        # A sum of outer products is one fused loop; a batched product of tiny matrices is ten times slower.
        return sum(row[:, None] * shape[None] for row, shape in zip(rows, shapes, strict=True))

    return Engine(name="jax", xp=jax.numpy, compile=jax.jit, table=table, products=products)


def _table(take: Take, show: Show, start: Parts, inputs: Array, name: str) -> np.ndarray:
    """Set what is shown into one matrix a patient, (patients, steps, parts), which BLAS multiplies as it lies."""
    state, shown = start, show(start)
    matrix = _scratch(name, (max(map(np.size, shown)), len(inputs), len(shown)), np.result_type(*shown))
    for at, given in enumerate(inputs):
        for part, values in enumerate(shown):
            matrix[:, at, part] = values
        if at + 1 < len(inputs):
            state = take(state, given)
            shown = show(state)
    return matrix


def _products(rows: np.ndarray, shapes: np.ndarray, out: Array | None = None) -> Array:
    patients, count, parts = shapes.shape
    right = _scratch("right", (patients, parts, count), shapes.dtype)
    np.copyto(right, shapes.swapaxes(1, 2))  # BLAS is twice as fast on small matrices that lie the right way round
    return np.moveaxis(np.matmul(rows, right, out=out), 0, -1)


_kept = local()


def _scratch(name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> np.ndarray:
    """Lend memory that nobody sees outside: fresh pages for each block cost more than the block's answer."""
    held: dict[str, np.ndarray] = _kept.__dict__.setdefault("held", {})
    found = held.get(name)
    if found is None or found.shape != shape or found.dtype != kind:
        found = held[name] = np.empty(shape, dtype=kind)
    return found


def real(xp: Any, value: Array) -> Array:
    """Give the real part, by which conditions are decided when derivatives are taken by a complex step."""
    return xp.real(value)
