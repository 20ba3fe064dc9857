"""Choose the array library that runs a model: NumPy always, JAX where gradients, batches or a GPU are wanted.

A model is written once, over a namespace `xp` that has NumPy's names. An engine is that namespace and the few things that
the two libraries do differently. JAX is imported only when it is asked for, and always in double precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from remission.errors import MissingExtra, UnknownName

Array = Any
"""A float, a NumPy array or a JAX array: what `xp` computes with. The last axis is the patients."""
Parts = tuple[Array, ...]
"""The parts of a state, each over patients."""
Take = Callable[[Parts, Array], Parts]
ENGINES = ("numpy", "jax")
STEP = 1e-30
"""Imaginary step of a derivative: nothing is subtracted, so it may be as small as one likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Hold an array library and the few things that libraries do differently.

    Attributes:
        name: "numpy" or "jax".
        xp: The namespace: `exp`, `where`, `sqrt` and so on.
        compile: Turn a function of arrays into a faster one; for NumPy the function itself.
        table: `table(take, start, inputs)`: the parts of a state before each of some steps, (steps, patients) each; `take`
            is given the parts and an input, and gives those of the next.
        products: `products(rows, shapes, base, out)`: two tables of the same parts multiplied for each patient, summed over
            the parts, on top of a `base` (shapes, patients): (rows, shapes, patients). NumPy writes it into `out`,
            (patients, rows, shapes), where that is given.
        slopes: `slopes(predict, z)`: what `predict` gives for unknowns (unknowns, patients), and its derivative by each of
            them in front: exact ones.
        loop: `loop(going, go, state)`: `go` as long as `going` says so.
    """

    name: str
    xp: Any
    compile: Callable[[Callable[..., Any]], Callable[..., Any]]
    table: Callable[[Take, Parts, Array], Any]
    products: Callable[[Any, Any, Array | None, Array | None], Array]
    slopes: Callable[[Callable[[Array], Array], Array], tuple[Array, Array]]
    loop: Callable[[Callable[[Any], Array], Callable[[Any], Any], Any], Any]


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
        return Engine(
            name="numpy",
            xp=np,
            compile=lambda function: function,
            table=_table,
            products=_products,
            slopes=_slopes,
            loop=_loop,
        )
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

    def table(take: Take, start: Parts, inputs: Array) -> Any:
        # One array is carried, so that a step is one loop; nothing is unrolled, or each step computes those before it anew.
        def step(state: Any, given: Any) -> tuple[Any, Any]:
            return jax.numpy.stack(take(tuple(state), given)), state

        begin = jax.numpy.stack(jax.numpy.broadcast_arrays(*start))
        steps = jax.lax.scan(step, begin, jax.numpy.asarray(inputs))[1]
        return tuple(steps[:, part] for part in range(steps.shape[1]))

    def products(rows: Any, shapes: Any, base: Array | None, _: Array | None = None) -> Array:
        # A walk over the rows keeps what it reads out of the loop: one fused sum would compute it anew for each point.
        def step(_: None, row: Any) -> tuple[None, Any]:
            return None, sum((a * b for a, b in zip(row, shapes, strict=True)), 0.0 if base is None else base)

        return jax.lax.scan(step, None, tuple(rows))[1]

    def slopes(predict: Callable[[Array], Array], z: Any) -> tuple[Array, Array]:
        found, along = jax.linearize(predict, z)
        units = (jax.numpy.zeros_like(z).at[at].set(1.0) for at in range(len(z)))
        return found, jax.numpy.stack([along(unit) for unit in units])

    return Engine(
        name="jax",
        xp=jax.numpy,
        compile=jax.jit,
        table=table,
        products=products,
        slopes=slopes,
        loop=jax.lax.while_loop,
    )


def _table(take: Take, start: Parts, inputs: Array) -> tuple[np.ndarray, ...]:
    state, found = start, tuple(np.empty((len(inputs), *part.shape), part.dtype) for part in start)
    for at, given in enumerate(inputs):
        for part, values in zip(found, state, strict=True):
            part[at] = values
        if at + 1 < len(inputs):
            state = take(state, given)
    return found


def _products(rows: Parts, shapes: Parts, base: Array | None, out: Array | None = None) -> Array:
    """Multiply one small matrix a patient by BLAS, with the base as one part more."""
    if base is not None:
        rows, shapes = (*rows, np.ones_like(rows[0])), (*shapes, base)
    left, right = np.stack([row.T for row in rows], axis=-1), np.stack([shape.T for shape in shapes], axis=1)
    return np.moveaxis(np.matmul(left, right, out=out), 0, -1)


def _slopes(predict: Callable[[Array], Array], z: np.ndarray) -> tuple[Array, Array]:
    """Take derivatives by a complex step."""
    found = [predict(z + 1j * STEP * unit[:, None]) for unit in np.eye(len(z))]
    return (np.real(found[0]) if found else predict(z)), np.stack([np.imag(part) / STEP for part in found])


def _loop(going: Callable[[Any], Array], go: Callable[[Any], Any], state: Any) -> Any:
    while going(state):
        state = go(state)
    return state


def real(xp: Any, value: Array) -> Array:
    """Give the real part, by which conditions are decided when derivatives are taken by a complex step."""
    return xp.real(value)
