"""Name what the 24 items of SLEDAI count. The weights are the same in every version of the index.

The analyte of an item is `sledai_` and its name: what was recorded. What a version counts as the item is a definition.
"""

from __future__ import annotations

from remission.terms.sources import Source

WEIGHTS: dict[str, int] = {
    "seizure": 8, "psychosis": 8, "organic_brain_syndrome": 8, "visual_disturbance": 8, "cranial_nerve": 8,
    "lupus_headache": 8, "cva": 8, "vasculitis": 8,
    "arthritis": 4, "myositis": 4, "urinary_casts": 4, "hematuria": 4, "proteinuria": 4, "pyuria": 4,
    "rash": 2, "alopecia": 2, "mucosal_ulcers": 2, "pleurisy": 2, "pericarditis": 2, "low_complement": 2,
    "dna_binding": 2,
    "fever": 1, "thrombocytopenia": 1, "leukopenia": 1,
}  # fmt: skip
"""By item, in the order of the index, the points that it adds when it is present; 105 in all."""
WEIGHTS_SOURCE = Source(
    "bombardier_1992", at="weights of the descriptors", says="24 descriptors with weights 8, 4, 2 and 1; range 0 to 105"
)

SEROLOGY = ("low_complement", "dna_binding")
"""The two items that the clinical SLEDAI leaves out."""
KIDNEY = ("urinary_casts", "hematuria", "proteinuria", "pyuria")
"""The four items of the renal SLEDAI."""
NERVOUS_SYSTEM = (
    "seizure", "psychosis", "organic_brain_syndrome", "visual_disturbance", "cranial_nerve", "lupus_headache", "cva",
)  # fmt: skip
"""The items that the index groups under the nervous system."""
