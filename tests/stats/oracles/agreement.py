"""Expected values for the coefficients of agreement, from statsmodels, scikit-learn and irrCAC.

Record:  python tests/stats/oracles/agreement.py > tests/stats/oracles/agreement.json
in an environment of its own with statsmodels 0.15, scikit-learn 1.9 and irrCAC 0.4.4; none is needed to run the tests.
"""

from __future__ import annotations

import json
from importlib.metadata import version

import numpy as np
import pandas as pd  # noqa: TID251  the peer wants its tables
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

# Fleiss (1971): thirty patients classified by six psychiatrists each; 1 depression, 2 personality disorder,
# 3 schizophrenia, 4 neurosis, 5 other. Which psychiatrist said what was not printed. He prints a kappa of 0.430.
DIAGNOSES = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
PAIRS = {  # two-way counts; rows are the first rater's answers
    "sixty of a hundred": [[45, 15], [25, 15]],
    "the paradox of a high rate": [[90, 5], [5, 0]],
    "three answers, printed by SAS": [[0, 4, 1], [0, 8, 0], [0, 1, 5]],
    "eight patients": [[5, 2], [0, 1]],
    "worse than chance": [[1, 9], [8, 2]],
    "a rater who always says yes": [[6, 0], [3, 0]],
}


def main() -> None:
    """Print every expected value as JSON."""
    made_by = {name: version(name) for name in ("statsmodels", "scikit-learn", "irrCAC")}
    diagnoses = np.array([[int(answer) for answer in row] for row in DIAGNOSES.split()])
    gaps = diagnoses.astype(float)
    for at in range(0, 30, 2):
        gaps[at, at % 5 :: 3] = np.nan
    yes = (diagnoses >= 4).astype(float)
    many = {"diagnoses of Fleiss": diagnoses.astype(float), "with gaps": gaps, "yes or no": yes}
    cases = {
        "made_by": made_by,
        "two": [{"case": name, **two(np.array(table))} for name, table in PAIRS.items()],
        "many": [{"case": name, **several(answers)} for name, answers in many.items()],
    }
    print(json.dumps(cases, allow_nan=False))  # noqa: T201  the script's output is the file


def two(table: np.ndarray) -> dict[str, object]:
    """Ask all three about two raters; irrCAC's name for Cohen's kappa of two is Conger's."""
    first, second = (np.repeat(of.ravel(), table.ravel()) for of in np.indices(table.shape))
    asked = cohens_kappa(table)
    other = CAC(pd.DataFrame({"a": first, "b": second}), digits=12).conger()["est"]
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "kappa": asked.kappa,
        "kappa_sklearn": cohen_kappa_score(first, second),
        "se_large_sample": asked.std_kappa if asked.var_kappa > 0 else 0.0,  # statsmodels takes the root of −0
        "se": other["se"],
        "low": other["confidence_interval"][0],
        "high": other["confidence_interval"][1],
    }


def several(answers: np.ndarray) -> dict[str, object]:
    """Ask irrCAC, and where nothing is missing statsmodels too."""
    asked = CAC(pd.DataFrame(answers), digits=12).fleiss()["est"]
    whole = not np.isnan(answers).any()
    kappa = fleiss_kappa(aggregate_raters(answers.astype(int))[0]) if whole else None
    return {
        "answers": [[None if np.isnan(a) else a for a in row] for row in answers.tolist()],
        "kappa": asked["coefficient_value"],
        "kappa_statsmodels": kappa,
        "observed": asked["pa"],
        "expected": asked["pe"],
        "se": asked["se"],
        "low": asked["confidence_interval"][0],
        "high": asked["confidence_interval"][1],
    }


if __name__ == "__main__":
    main()
