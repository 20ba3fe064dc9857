"""Name the events that rules ask about, so that a misspelt one is an import error.

A chart may hold any event: `happened.what` is free text. A rule sees only those that stand there under a key of this
table or under one of its aliases, in capitals or not, so a mapping must give `rescue` where a file says "rescue therapy".
"""

from __future__ import annotations

from dataclasses import dataclass

from remission.terms.words import Condition, on_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Describe one event that rules ask about.

    Attributes:
        name: Key: what `happened.what` holds.
        label: What a reader sees.
        means: What counts as one.
        aliases: What else charts call it.
    """

    name: str
    label: str
    means: str
    aliases: tuple[str, ...] = ()


EVENTS: dict[str, Event] = {}


def event(name: str, *, label: str, means: str, aliases: tuple[str, ...] = ()) -> Condition:
    """Add a row to the table of events and return the condition that it is on record by the visit."""
    EVENTS[name] = Event(name=name, label=label, means=means, aliases=aliases)
    return on_record(name).says(f"{label} on record")


def spellings(name: str) -> tuple[str, ...]:
    """List what an event may be called in a chart, in small letters.

    Example:
        >>> spellings("herpes_zoster")[:2], spellings("fracture")
        (('herpes_zoster', 'herpes zoster'), ('fracture',))
    """
    aliases = EVENTS[name].aliases if name in EVENTS else ()
    return tuple(word.lower() for word in (name, *aliases))


rescue = event(
    "rescue",
    label="rescue therapy",
    means="Treatment of nephritis beyond the regimen, given because the regimen did not suffice.",
)
prohibited_medication = event(
    "prohibited_medication",
    label="prohibited medication",
    means="A drug, or a dose of one, that the protocol of the trial forbids or restricts.",
)
treatment_failure = event(
    "treatment_failure",
    label="treatment failure",
    means="Failure of the treatment as the trial defines it, judged by its investigators or adjudicators.",
)
renal_flare = event(
    "renal_flare", label="renal flare", means="A flare of nephritis after a response, judged by those who treated it."
)
discontinuation = event(
    "discontinuation",
    label="discontinuation of study treatment",
    means="The drug under study was stopped for good before the visit.",
)
withdrawal = event(
    "withdrawal", label="withdrawal from the study", means="Follow-up ended before the visit, for whatever reason."
)
death = event("death", label="death", means="Death from any cause.")
dialysis = event(
    "dialysis",
    label="maintenance dialysis",
    means="Dialysis for good: for at least 4 weeks, or begun with no prospect of stopping. A short course is none.",
)
kidney_transplant = event("kidney_transplant", label="kidney transplantation", means="A kidney was transplanted.")
eskd = event(
    "eskd",
    label="end-stage kidney disease",
    means="Kidney failure for good, where a file says no more than that.",
)
herpes_zoster = event(
    "herpes_zoster",
    label="herpes zoster",
    means="Shingles, by clinical diagnosis.",
    aliases=("Herpes zoster", "HZV", "zoster", "shingles", "帯状疱疹"),
)
