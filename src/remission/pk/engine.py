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
ENGINES = ("numpy", "jax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Hold an array library and the few things that libraries do differently.

    Attributes:
        name: "numpy" or "jax".
        xp: The namespace: `exp`, `where`, `sqrt` and so on.
        compile: Turn a function of arrays into a faster one; for NumPy the function itself.
        product: Multiply small matrices: (..., i, k) and (..., k, j) to (..., i, j).
    """

    name: str
    xp: Any
    compile: Callable[[Callable[..., Any]], Callable[..., Any]]
    product: Callable[[Array, Array], Array]


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
        return Engine(name="numpy", xp=np, compile=lambda function: function, product=np.matmul)
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

    def product(left: Array, right: Array) -> Array:
        # A sum of outer products is one fused loop; a batched dot of tiny matrices is ten times slower.
        return sum(left[..., :, at, None] * right[..., None, at, :] for at in range(left.shape[-1]))

    return Engine(name="jax", xp=jax.numpy, compile=jax.jit, product=product)


def real(xp: Any, value: Array) -> Array:
    """Give the real part, by which conditions are decided when derivatives are taken by a complex step."""
    return xp.real(value)
