"""Aspartate aminotransferase increased by CTCAE v5.0."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import ast
from remission.terms.sources import Source
from remission.terms.words import baseline, upper_normal, where

_abnormal = baseline(ast) > upper_normal(ast)
_reference = where(_abnormal, baseline(ast), upper_normal(ast))

ast_increased_ctcae_5 = Definition(
    name="ast_increased_ctcae_5",
    label="AST increased (CTCAE v5)",
    value=levels(
        grade_4=ast > 20 * _reference,
        grade_3=ast > 5 * _reference,
        grade_2=ast > 3 * _reference,
        grade_1=(~_abnormal & (ast > upper_normal(ast))) | (_abnormal & (ast >= 1.5 * baseline(ast))),
    ),
    source=Source(
        "ctcae_5",
        at="Aspartate aminotransferase increased",
        says="Aspartate aminotransferase increased: above the upper limit of normal to 3, above 3 to 5, above 5 to 20 "
        "and above 20 times that limit if baseline was normal; 1.5 to 3, and the same multiples, of baseline if it "
        "was abnormal",
    ),
    words="AST increased (CTCAE v5): grade 4 above 20, grade 3 above 5, grade 2 above 3 times the upper limit of normal, "
    "grade 1 above that limit; where baseline was above the limit, multiples of baseline, and grade 1 from 1.5 "
    "times.",
    readings=(
        "Abnormal at baseline means above the upper limit of normal; below the lower limit is not meant.",
        "Without a baseline it is unknown which multiples count.",
        "A range printed “a – b” is above a and not above b.",
        "A grade of a laboratory value is not an adverse event: whether it is new, and what it is due to, is judged "
        "by a clinician.",
    ),
)
