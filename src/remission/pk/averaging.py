"""Let several models answer together, each with a weight by how well it predicted the patient's levels.

The weight of a model is the probability density that it gave to the levels before it saw them (its evidence), which rewards a
good forecast and not a close fit. Before any level all count the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from remission.pk.model import Model
from remission.pk.posterior import Posterior, posteriors
from remission.pk.records import Record
from remission.pk.timeline import Dose


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Averaged:
    """Hold what is possible of one patient by each of some models.

    Attributes:
        parts: The posterior of each model that has one.
        shares: The weight of each model, adding up to 1.
        says: What was assumed or set aside, and which model has no answer.
    """

    parts: tuple[Posterior, ...]
    shares: tuple[float, ...]
    says: tuple[str, ...]

    @property
    def weights(self) -> np.ndarray:
        """Give the weights of the points of all parts, one after another; they add up to 1."""
        return np.concatenate([share * part.weights for share, part in zip(self.shares, self.parts, strict=True)])


def averaged(models: Sequence[Model], record: Record) -> Averaged:
    """Find what is possible of a patient by each of some models.

    Args:
        models: The models, of one drug and one unit.
        record: The patient. Without doses and levels it is the population.

    Returns:
        The answer, without parts where no model has one.

    Example:
        >>> from remission.pk.find import find
        >>> from remission.pk.records import Level
        >>> some = [find("tacrolimus_han_2013"), find("tacrolimus_bergmann_2014")]
        >>> low = Record(patient="1", doses=(Dose(start=0, amount=3, count=14),), levels=(Level(time=336, value=9.1),))
        >>> [round(share, 1) for share in averaged(some, low).shares]
        [0.5, 0.5]
    """
    if not record.doses and not record.levels:
        record = replace(record, doses=(Dose(start=0.0, amount=0.0),))
    found = [next(posteriors(model, [record])) for model in models]
    sound = [part for part in found if part.done]
    says = [text for part in sound for text in part.says]
    says += [f"{part.model.name} has no answer. {part.says[-1]}" for part in found if not part.done]
    logs = np.array([part.evidence for part in sound])
    shares = np.exp(logs - logs.max()) if sound else logs
    shares = shares / shares.sum() if sound else shares
    if len(models) > 1:
        told = ", ".join(f"{part.model.name} {100 * share:.0f} %" for part, share in zip(sound, shares, strict=True))
        says.append(f"Weights of the models, by how well each predicted the levels: {told or 'none'}.")
    return Averaged(parts=tuple(sound), shares=tuple(shares.tolist()), says=tuple(dict.fromkeys(says)))
