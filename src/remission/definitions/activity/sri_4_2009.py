"""The SLE responder index with a fall of 4 points."""

from remission.definitions.definition import Definition, derived
from remission.terms.analytes import bilag_new_a, bilag_new_b, pga, sledai
from remission.terms.sources import Source
from remission.terms.words import all_of, baseline, first_known

_score, _least, _most = (
    derived(f"selena_sledai_2005{end}", f"SELENA-SLEDAI{words}")
    for end, words in (("", ""), ("_least", ", at least"), ("_most", ", at most"))
)
_fell = (baseline(_most) - _least >= 4) & ((baseline(_least) - _most >= 4) | (baseline(_score) - _score >= 4))

sri_4_2009 = Definition(
    name="sri_4_2009",
    label="SRI-4",
    value=all_of(
        first_known(_fell, baseline(sledai) - sledai >= 4),
        bilag_new_a == 0,
        bilag_new_b <= 1,
        pga - baseline(pga) < 0.3,
    ),
    source=Source(
        "furie_2009",
        at="Abstract, Results",
        says="≥ 4-point reduction in SELENA-SLEDAI; no new BILAG A or no more than 1 new BILAG B domain; no deterioration of the "
        "physician's global assessment by ≥ 0.3 points, all from baseline",
    ),
    words="SRI-4: SELENA-SLEDAI at least 4 points below baseline, no new BILAG A domain, at most one new BILAG B domain, and the "
    "physician global assessment (0–3) less than 0.3 above baseline.",
    readings=(
        "The abstract joins the two clauses on BILAG with “or”; the index is used with both, and so it is read here.",
        "BILAG is an input: the numbers of domains that are newly A or B, counted against baseline.",
        "Where items are missing, the range that the known ones allow may decide; else recorded totals of both visits are "
        "compared, whatever version they are. Items of one visit are never compared with a recorded total of the other.",
        "A patient whose baseline score is below 4 cannot respond.",
        "Trials add that no prohibited drug was taken, and count those who did as not responding; that is not tested here.",
        "A global assessment on a 0–10 cm line is multiplied by 0.3 before it is entered.",
    ),
)
