"""Voclosporin, mycophenolate mofetil and low-dose prednisone: AURORA 1, with the dose rules of the label of the United States."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from functools import partial

from remission.definitions.definition import derived
from remission.protocols.protocol import (
    Ask,
    Band,
    Course,
    DoseTable,
    Increase,
    Monitor,
    Protocol,
    Reduce,
    Restart,
    Rule,
    Steps,
    Stop,
    Switch,
)
from remission.terms.analytes import creatinine, diastolic, egfr, systolic, upcr
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import visits_on
from remission.terms.words import Word, baseline, day_of, days_on, days_since, dose_of, on_this_dose, reduction

_given = Source("rovin_2021", at="Abstract", says="voclosporin 23.7 mg and mycophenolate mofetil 1 g, both twice a day")
_steroid = Source("rovin_2021", at="Methods, procedures", says="methylprednisolone 0.5 g on days 1 and 2, prednisone 25 mg/d "
                  "from day 3 (0.25 g and 20 mg below 45 kg), 2.5 mg/d by week 16")
_start = Source("fda_lupkynis", at="2.2", says="not recommended with an eGFR of 45 or less unless the benefit exceeds the "
                "risk; not to be begun with a blood pressure above 165/105 mmHg")
_egfr = Source("fda_lupkynis", at="2.3", says="eGFR below 60 and down by > 20 % and < 30 %: 7.9 mg twice a day less, again "
               "within 2 weeks if still down by > 20 %; down by ≥ 30 %: stop, and assess again within 2 weeks")
_again = Source("fda_lupkynis", at="2.3", says="eGFR ≥ 80 % of baseline: after a stop consider 7.9 mg twice a day; after a "
                "reduction 7.9 mg twice a day more for each such value, not above the starting dose")
_watch = Source("fda_lupkynis", at="2.3; 5.4", says="eGFR and blood pressure every 2 weeks in the first month, eGFR every 4 "
                "weeks in the first year; stop above 165/105 mmHg")
_benefit = Source("fda_lupkynis", at="2.3", says="no therapeutic benefit by 24 weeks: consider discontinuation")
_visits, _due = visits_on([28, 56, 84, 112, 168, 252, 364], within=14), {14: 3, 28: 3} | dict.fromkeys(range(56, 365, 28), 7)
_taper = {0: (20, 25), 12: (15, 20), 26: (10, 15), 40: (7.5, 10)}
_values = {"ckd_epi_2009": (derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)"), creatinine), "reported": (egfr, egfr)}
_seen = {name: on_this_dose(now, "voclosporin", by=by) for name, (now, by) in _values.items()}
_low = {name: (_seen[name] < 60) & (_seen[name] < 0.8 * baseline(now)) for name, (now, _) in _values.items()}
_very_low = {name: (now < 60) & (now <= 0.7 * baseline(now)) for name, (now, _) in _values.items()}
_back = {name: _seen[name] >= 0.8 * baseline(now) for name, (now, _) in _values.items()}
_new = {name: _back[name] & (days_since(by) <= 7) for name, (_, by) in _values.items()}
_changed = Word.of("changed(voclosporin)", "day of the last change of voclosporin")
_missing = {name: (day_of(by) <= _changed) & (days_on("voclosporin") >= 14) for name, (_, by) in _values.items()}
_rule, _reduced = partial(Rule, drug="voclosporin"), dose_of("voclosporin") < 47.4
_high = ((systolic > 165) | (diastolic > 105)).says("blood pressure is above 165/105 mmHg")

aurora_1_2021 = Protocol(
    name="aurora_1_2021",
    label="Voclosporin, mycophenolate mofetil and low-dose prednisone (AURORA 1)",
    source=Source("rovin_2021", at="Abstract", says="active biopsy-proven class III, IV or V, 52 weeks"),
    length=364,
    look_back=35,
    visits=_visits,
    courses=(
        Course(drug="methylprednisolone", dose=DoseTable(weight, (Band(250, below=45), Band(500))), until=1, route="iv",
               source=_steroid),
        Course(drug="prednisone", start=2, source=_steroid,
               dose=Steps({day: DoseTable(weight, (Band(light, below=45), Band(mg))) for day, (light, mg) in _taper.items()}
                          | {54: 5, 110: 2.5})),
        Course(drug="mycophenolate_mofetil", dose=2000, times_a_day=2, source=_given),
        Course(drug="voclosporin", dose=47.4, times_a_day=2, titrated=True, most=47.4, source=_given),
    ),
    monitors=(
        *(Monitor(analyte=by, days=_due, source=_watch, option=f"egfr={name}") for name, (_, by) in _values.items()),
        *(Monitor(analyte=pressure, days={14: 3, 28: 3}, source=_watch) for pressure in (systolic, diastolic)),
        Monitor(analyte=upcr, visits=_visits, source=_benefit),
    ),
    rules=(
        _rule(when=_high, then=Stop(), source=_watch, says="A blood pressure above 165/105 mmHg stops voclosporin."),
        _rule(when=_high, then=Ask("the blood pressure keeps voclosporin from being begun"), at_start=True, source=_start),
        *(rule for name, (now, _) in _values.items() for rule in (
            _rule(when=baseline(now) <= 45, then=Ask("the eGFR is 45 or less: does the benefit exceed the risk?"),
                  at_start=True, source=_start, option=f"egfr={name}"),
            _rule(when=_very_low[name], then=Stop(), source=_egfr, option=f"egfr={name}",
                  says="An eGFR below 60 and down by 30 % or more stops voclosporin."),
            _rule(when=_low[name], then=Reduce(15.8, to=15.8), source=_egfr, option=f"egfr={name}",
                  says="An eGFR below 60 and down by more than 20 % lowers voclosporin by 7.9 mg twice a day, each time."),
            _rule(when=(now < 0.8 * baseline(now)) & _missing[name] & _reduced, source=_egfr, option=f"egfr={name}",
                  then=Ask("the eGFR was to be assessed again within 2 weeks of the reduction")),
            _rule(when=_very_low[name] & _missing[name], source=_egfr, option=f"egfr={name}",
                  then=Ask("the eGFR was to be assessed again within 2 weeks of the stop", while_stopped=True)),
            _rule(when=_back[name], then=Restart(15.8), source=_again, option=f"egfr={name}, after_recovery=give",
                  says="After a stop an eGFR of 80 % of baseline or more begins voclosporin again, at 7.9 mg twice a day."),
            _rule(when=_back[name], then=Increase(15.8, to=47.4), source=_again, option=f"egfr={name}, "
                  "after_recovery=give", says="An eGFR of 80 % of baseline or more raises voclosporin by 7.9 mg twice a day."),
            _rule(when=_new[name], source=_again, option=f"egfr={name}, after_recovery=ask", then=Ask(
                "the eGFR is back: is voclosporin, if stopped for it, to be given at 7.9 mg twice a day?", while_stopped=True)),
            _rule(when=_new[name] & _reduced, source=_again, option=f"egfr={name}, after_recovery=ask", then=Ask(
                "the eGFR is back: is voclosporin, if lowered for it, to be raised by 7.9 mg twice a day?")),
        )),
        _rule(when=(reduction(upcr, floor=0.5) < 0.5) & (days_since(upcr) <= 14), from_day=168, until_day=196, source=_benefit,
              then=Ask("after 24 weeks the protein/creatinine ratio is not down by half: is there a benefit?")),
    ),
    switches=(
        Switch("egfr", ("ckd_epi_2009", "reported"), reading="The label names no equation: CKD-EPI, as in the trials, or the "
               "eGFR that the laboratory reports."),
        Switch("after_recovery", ("ask", "give"), reading="The label says “consider”, and a chart does not say why a drug was "
               "stopped or lowered: a clinician is asked, or the dose is given."),
    ),
    readings=(
        "Day 0 is the trial's day 1: pulses on days 0 and 1, prednisone from day 2 on, voclosporin from day 0 on.",
        "Compared with the abstract and with the label (as several pages repeat it): both drugs, the rules of eGFR and blood "
        "pressure, 24 weeks; with the maker's page: pulses, first and last prednisone dose.",
        "Not compared: the steps of prednisone between (20 mg from week 2, 15 from 4, 10 from 6, 5 from 8). They give 1105 mg "
        "in 91 days; patients took 1104 mg on average (Lupus Sci Med 2024;11:e001319, Table 2).",
        "“Above 165/105” is above either. “Still down” means as before: below 60 and down by more than 20 %. A fall of exactly "
        "20 % is none, one of exactly 30 % a stop; at an eGFR of 60 no fall counts. At 7.9 mg twice a day a fall is asked about.",
        "“Benefit” is a protein/creatinine ratio down by half (the trial's overall response). Its complete response looks at "
        "earlier visits, so it is derived for a cohort and not asked about on a day.",
        "Severe renal or hepatic impairment and inhibitors of CYP3A4 lower the dose or forbid the drug; no rule looks at them.",
    ),
    verified=False,
)
