"""Propagate linear compartments exactly: modes of the disposition, a chain of absorption stages before it.

The state of a patient is the amount in each stage of the chain (mg) and the amplitude of each mode in the central
concentration (mg/L): the central concentration is the sum of the amplitudes. A mode decays with its own rate and is fed
by what leaves the chain. Every term below is a sum of positive parts, so nothing is lost where the absorption rate comes
near to a rate of the disposition (flip-flop), where the textbook's difference of exponentials loses all its digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import factorial
from typing import Any

from remission.pk.engine import Array, real

NEAR = 1e-3
"""Below it a difference of exponentials is taken from its series."""
ALIKE = 1e-7
"""Two peripheral compartments that give back at rates nearer than this are kept so far apart: one mode would be none."""
TINY = 1e-17
"""A term of a series that is smaller than this, beside a sum near 1, changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modes:
    """Hold the decoupled form of one patient's compartments, or of many, on the last axis.

    Attributes:
        rates: Rate of decay of each mode, 1/h.
        weights: Amplitude of each mode, in mg/L, just after 1 mg enters the central compartment.
        clearance: L/h.
        stage: Rate at which a stage of absorption empties, 1/h; of no meaning where there is none.
        stages: How many stages of absorption there are.
        returns: For each mode, for each peripheral compartment: what 1 mg in it adds to the mode, as a part of what 1 mg
            in the central compartment adds.
        holds: For each mode, for each peripheral compartment: mg in it for each mg/L of amplitude.
        volume: Central volume, L.
    """

    rates: tuple[Array, ...]
    weights: tuple[Array, ...]
    clearance: Array
    volume: Array
    stage: Array = 0.0
    stages: int = 0
    returns: tuple[tuple[Array, ...], ...] = ()
    holds: tuple[tuple[Array, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Hold amounts in the stages of absorption (mg) and the amplitudes of the modes (mg/L)."""

    chain: tuple[Array, ...]
    modes: tuple[Array, ...]

    def __add__(self, other: State) -> State:
        """Superpose two states."""
        return State(
            chain=tuple(a + b for a, b in zip(self.chain, other.chain, strict=True)),
            modes=tuple(a + b for a, b in zip(self.modes, other.modes, strict=True)),
        )

    def __sub__(self, other: State) -> State:
        """Take one state from another."""
        return self + other * -1.0

    def __mul__(self, factor: Array) -> State:
        """Scale a state."""
        return State(chain=tuple(a * factor for a in self.chain), modes=tuple(z * factor for z in self.modes))

    @property
    def concentration(self) -> Array:
        """Give the central concentration, mg/L."""
        return sum(self.modes[1:], self.modes[0])


def modes(
    xp: Any,
    *,
    cl: Array,
    v: Array,
    peripherals: tuple[tuple[Array, Array], ...] = (),
    stage: Array = 0.0,
    stages: int = 0,
) -> Modes:
    """Decouple one, two or three compartments.

    Args:
        xp: Array namespace.
        cl: Clearance, L/h.
        v: Central volume, L.
        peripherals: Intercompartmental clearance (L/h) and volume (L) of each peripheral compartment; at most two.
        stage: Rate of every stage of absorption, 1/h.
        stages: How many stages there are; 0 where doses enter the central compartment.
    """
    k10 = cl / v
    out = tuple(q / v for q, _ in peripherals)
    back = tuple(q / volume for q, volume in peripherals)
    rates: tuple[Array, ...] = (k10,) if not peripherals else _two(xp, k10, out[0], back[0])
    if len(peripherals) == 2:  # noqa: PLR2004  # two peripheral compartments: three in all
        alike = xp.abs(real(xp, back[1] - back[0])) < ALIKE * real(xp, back[0])
        back = (back[0], xp.where(alike, back[0] * (1 + ALIKE), back[1]))
        rates = _three(xp, k10, out, back)
    returns = tuple(tuple(b / (b - rate) for b in back) for rate in rates)
    holds = tuple(tuple(v * k / (b - rate) for k, b in zip(out, back, strict=True)) for rate in rates)
    weights = tuple(
        1.0 / (v + sum(r * h for r, h in zip(ret, hold, strict=True))) for ret, hold in zip(returns, holds, strict=True)
    )
    return Modes(
        rates=rates,
        weights=weights,
        clearance=cl,
        volume=v,
        stage=stage,
        stages=stages,
        returns=returns,
        holds=holds,
    )


def _two(xp: Any, k10: Array, k12: Array, k21: Array) -> tuple[Array, ...]:
    half = (k10 + k12 + k21) / 2
    fast = half + xp.sqrt(((k10 + k12 - k21) / 2) ** 2 + k12 * k21)
    return fast, k10 * k21 / fast


def _three(xp: Any, k10: Array, out: tuple[Array, ...], back: tuple[Array, ...]) -> tuple[Array, ...]:
    """Solve the cubic by angles, then polish: the angle alone loses digits of the slowest rate."""
    (k12, k13), (k21, k31) = out, back
    a2 = k10 + k12 + k13 + k21 + k31
    a1 = k10 * k21 + k10 * k31 + k12 * k31 + k13 * k21 + k21 * k31
    a0 = k10 * k21 * k31
    third = a2 / 3
    p = third**2 - a1 / 3
    q = third**3 - third * a1 / 2 + a0 / 2
    angle = xp.arccos(q / p**1.5) / 3
    found: list[Array] = []
    for turn in range(3):
        rate = third + 2 * xp.sqrt(p) * xp.cos(angle - 2 * xp.pi * turn / 3)
        for _ in range(3):
            rate = rate - (((rate - a2) * rate + a1) * rate - a0) / ((3 * rate - 2 * a2) * rate + a1)
        found.append(rate)
    return tuple(found)


def fed(xp: Any, stage: Array, stages: int, rate: Array, time: Array) -> tuple[Array, ...]:
    """Find what a mode of weight 1 holds at a time, for 1 mg that was 1, 2, ... `stages` stages before it at time 0.

    This is the convolution of an Erlang density with an exponential, from its stable form on either side and its series
    in between.
    """
    if stages == 1:
        return (_fed_once(xp, stage, rate, time),)
    kt = stage * time
    x = (stage - rate) * time
    reach = max(1.0, stages / 2)
    near = xp.abs(real(xp, x)) < reach
    apart = xp.where(near, 1.0, x)
    close = xp.where(near, x, 0.0)
    decay = xp.exp(-kt)
    up = xp.exp(-rate * time)
    down = decay * _series(close, stages, reach)
    rising: list[Array] = []
    falling = [down]
    for number in range(1, stages):
        up = (up - decay / factorial(number - 1)) / apart
        down = close * down + decay / factorial(stages - number)
        rising.append(up)
        falling.append(down)
    rising.append((up - decay / factorial(stages - 1)) / apart)
    return tuple(
        xp.where(near, small, large) * kt**number
        for number, (small, large) in enumerate(zip(reversed(falling), rising, strict=True), start=1)
    )


def _fed_once(xp: Any, stage: Array, rate: Array, time: Array) -> Array:
    x = (stage - rate) * time
    ahead = real(xp, x) >= 0
    gap = xp.where(ahead, x, -x)
    slow = xp.where(ahead, rate * time, stage * time)
    near = real(xp, gap) < NEAR
    apart = xp.where(near, 1.0, gap)
    close = xp.where(near, gap, 0.0)
    return stage * time * xp.exp(-slow) * xp.where(near, _series(-close, 1, NEAR), -xp.expm1(-apart) / apart)


def _series(x: Array, number: int, reach: float) -> Array:
    """Sum x^i / (i + number)! for |x| up to `reach`, from the last term that matters."""
    count, term = 0, 1.0
    while term > TINY:
        count += 1
        term *= reach / (count + number)
    total = 1.0 / factorial(count + number)
    for at in range(count - 1, -1, -1):
        total = total * x + 1.0 / factorial(at + number)
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hold what a time without doses does to any state. Made by `step`.

    Attributes:
        left: What is left of each mode.
        passed: The part of 1 mg that is 0, 1, 2, ... stages further on.
        brought: For each mode, for 1 mg that was 1, 2, ... stages before it: what it has brought.
    """

    left: tuple[Array, ...]
    passed: tuple[Array, ...] = ()
    brought: tuple[tuple[Array, ...], ...] = ()

    def of(self, state: State) -> State:
        """Let the time pass for a state."""
        held = [z * left for z, left in zip(state.modes, self.left, strict=True)]
        back = state.chain[::-1]
        for at, reaching in enumerate(self.brought):
            for a, part in zip(back, reaching, strict=True):
                held[at] = held[at] + a * part
        chain = [a * self.passed[0] for a in state.chain]
        for i in range(1, len(chain)):
            for j in range(i):
                chain[i] = chain[i] + state.chain[j] * self.passed[i - j]
        return State(chain=tuple(chain), modes=tuple(held))

    def before(self, seen: State) -> State:
        """Turn around: what each part of a state is worth before the time, where `seen` is its worth after it."""
        chain = [a * self.passed[0] for a in seen.chain]
        stages = len(chain)
        for j in range(stages):
            for i in range(j + 1, stages):
                chain[j] = chain[j] + seen.chain[i] * self.passed[i - j]
            for z, reaching in zip(seen.modes, self.brought, strict=True):
                chain[j] = chain[j] + z * reaching[stages - 1 - j]
        return State(chain=tuple(chain), modes=tuple(z * left for z, left in zip(seen.modes, self.left, strict=True)))


def step(xp: Any, m: Modes, time: Array) -> Step:
    """Find what a time without doses does to any state."""
    left = tuple(xp.exp(-rate * time) for rate in m.rates)
    if not m.stages:
        return Step(left=left)
    kt = m.stage * time
    decay = xp.exp(-kt)
    passed = (decay, *(decay * kt**number / factorial(number) for number in range(1, m.stages)))
    brought = tuple(
        tuple(weight * part for part in fed(xp, m.stage, m.stages, rate, time))
        for rate, weight in zip(m.rates, m.weights, strict=True)
    )
    return Step(left=left, passed=passed, brought=brought)


def advance(xp: Any, m: Modes, state: State, time: Array) -> State:
    """Let a state run on for a time with no further dose."""
    return step(xp, m, time).of(state)


def _total(parts: Iterable[Array]) -> Array:
    first, *others = parts
    return sum(others, first)


def settle(xp: Any, m: Modes, entry: State, every: Array, *, apart: Step | None = None) -> State:
    """Add up an entry that is repeated for ever: the state just after the last of them.

    Args:
        xp: Array namespace.
        m: The modes.
        entry: What enters each time.
        every: Hours between two entries.
        apart: The step of these hours, where it is at hand.
    """
    apart = apart or step(xp, m, every)
    chain: list[Array] = []
    if m.stages:
        gone = -xp.expm1(-m.stage * every)
        for i, a in enumerate(entry.chain):
            chain.append(_total([a, *(chain[j] * apart.passed[i - j] for j in range(i))]) / gone)
    held: list[Array] = []
    for at, (z, rate) in enumerate(zip(entry.modes, m.rates, strict=True)):
        brought = (a * apart.brought[at][m.stages - 1 - number] for number, a in enumerate(chain))
        held.append(_total([z, *brought]) / -xp.expm1(-rate * every))
    return State(chain=tuple(chain), modes=tuple(held))


def absorbed(m: Modes, amount: Array) -> State:
    """Put an amount (mg) into the first stage; into the central compartment where there is none."""
    if not m.stages:
        return injected(m, amount)
    nothing = amount * 0.0
    return State(
        chain=(amount, *(nothing for _ in range(m.stages - 1))),
        modes=tuple(nothing * weight for weight in m.weights),
    )


def injected(m: Modes, amount: Array) -> State:
    """Put an amount (mg) into the central compartment."""
    return State(chain=(amount * 0.0,) * m.stages, modes=tuple(amount * weight for weight in m.weights))


def infused(xp: Any, m: Modes, time: Array, *, central: bool) -> State:
    """Find the state after 1 mg/h has run in for a time, into the first stage or the central compartment."""
    if central or not m.stages:
        held = tuple(-xp.expm1(-rate * time) / rate * weight for rate, weight in zip(m.rates, m.weights, strict=True))
        return State(chain=(time * 0.0,) * m.stages, modes=held)
    level = State(
        chain=(1.0 / m.stage + time * 0.0,) * m.stages,
        modes=tuple(weight / rate + time * 0.0 for rate, weight in zip(m.rates, m.weights, strict=True)),
    )
    return level - advance(xp, m, level, time)


def to_come(m: Modes, state: State) -> Array:
    """Find the area under the concentration that a state still holds, mg·h/L."""
    held = sum(z / rate for z, rate in zip(state.modes, m.rates, strict=True))
    return held + sum(state.chain, held * 0.0) / m.clearance


def amounts(m: Modes, state: State) -> tuple[Array, ...]:
    """Give the amount (mg) in the central compartment and in each peripheral one."""
    central = m.volume * state.concentration
    outer = len(m.returns[0]) if m.returns else 0
    return central, *(sum(z * hold[at] for z, hold in zip(state.modes, m.holds, strict=True)) for at in range(outer))


def amplitudes(m: Modes, held: tuple[Array, ...]) -> tuple[Array, ...]:
    """Turn amounts back into the amplitudes of modes."""
    return tuple(
        weight * (held[0] + sum(r * a for r, a in zip(ret, held[1:], strict=True)))
        for weight, ret in zip(m.weights, m.returns, strict=True)
    )


def carry(old: Modes, new: Modes, state: State) -> State:
    """Go on with other parameters: amounts stay, amplitudes change."""
    return State(chain=state.chain, modes=amplitudes(new, amounts(old, state)))
