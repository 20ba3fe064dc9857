"""Sum up values that have weights: mean, SD, quantiles, and the part that lies in a range.

A thousand points are steps, and a quantile or a share read off steps jumps. So each point is spread a little on the logarithm,
by a seventh of the SD, and all are drawn together by as much as that adds: mean and SD of the logarithm stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPREAD = 0.15
"""SD of what each point is spread over, as a part of the SD of all."""
REACH = 5**0.5
"""Half the width of Epanechnikov's kernel, in its SDs."""
HALVINGS = 24
TINY = 1e-12
"""Values are taken to be at least this, so that they have a logarithm."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Hold values with weights that sum to 1; the points on the last axis of `values`.

    Example:
        >>> some = Weighted(np.exp(np.linspace(-2, 2, 1001)), np.full(1001, 1 / 1001))
        >>> round(some.quantile(0.5), 3), round(some.share(0.5, 2.0), 2)
        (1.0, 0.35)
    """

    values: np.ndarray
    weights: np.ndarray

    @property
    def mean(self) -> float:
        """Give the mean."""
        return float(self.values @ self.weights)

    @property
    def sd(self) -> float:
        """Give the standard deviation."""
        return float(np.sqrt((self.values - self.mean) ** 2 @ self.weights))

    def below(self, value: float) -> float:
        """Give the part that lies below a value."""
        points, width = self._drawn_together()
        return _below(points, width, self.weights, float(np.log(max(value, TINY))))

    def share(self, low: float, high: float) -> float:
        """Give the part that lies between two values; `high` may be infinite."""
        return (1.0 if np.isinf(high) else self.below(high)) - self.below(low)

    def quantile(self, part: float) -> float:
        """Give the value below which a part lies."""
        points, width = self._drawn_together()
        low, high = float(points.min()) - width, float(points.max()) + width
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if _below(points, width, self.weights, middle) < part else (low, middle)
        return float(np.exp((low + high) / 2))

    def _drawn_together(self) -> tuple[np.ndarray, float]:
        logs = np.log(np.maximum(self.values, TINY))
        middle = logs @ self.weights
        sd = float(np.sqrt((logs - middle) ** 2 @ self.weights))
        return middle + (logs - middle) * (1 - SPREAD**2) ** 0.5, SPREAD * sd * REACH


def _below(points: np.ndarray, width: float, weights: np.ndarray, at: float) -> float:
    if not width:
        return float((points < at) @ weights)
    u = np.clip((at - points) / width, -1.0, 1.0)
    return float((0.5 + u * (0.75 - 0.25 * u * u)) @ weights)
