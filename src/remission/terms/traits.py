"""Name what is known of a person once: the columns of a chart's `who` table.

A trait does not change during follow-up, or is stated for day 0. What changes is an analyte.
"""

from __future__ import annotations

from functools import partial

from remission.terms.criteria import CRITERIA
from remission.terms.trait import Trait, add_trait

TRAITS: dict[str, Trait] = {}


trait = partial(add_trait, TRAITS)
"""Add a row to the table of traits and return the word that rules use for it."""

female = trait("female", label="Female", kind="yes/no", aliases=("sex", "gender", "性別"))
age = trait(
    "age",
    label="Age",
    kind="number",
    unit="a",
    printed_unit="years",
    plausible=(0, 120),
    aliases=("age_at_ln_onset", "age at onset", "年齢", "年令", "age_years"),
)
black = trait(
    "black",
    label="Black",
    kind="yes/no",
    aliases=("race", "race black", "black race", "african american", "人種"),
)
height = trait("height", label="Height", kind="number", unit="cm", plausible=(40, 230), aliases=("身長", "ht"))
weight = trait(
    "weight", label="Weight", kind="number", unit="kg", plausible=(2, 300), aliases=("体重", "body weight", "wt", "bw")
)
isn_rps = trait(
    "isn_rps",
    label="ISN/RPS class",
    kind="text",
    aliases=(
        "isn_rps_class",
        "isn/rps",
        "who class",
        "biopsy class",
        "ln class",
        "腎生検分類",
        "組織分類",
        "lupus nephritis class",
    ),
)
first_nephritis = trait("first_nephritis", label="First-time nephritis", kind="yes/no", aliases=("初発", "初発腎炎"))
sle_duration = trait(
    "sle_duration",
    label="Systemic lupus erythematosus duration",
    kind="number",
    unit="mo",
    printed_unit="months",
    plausible=(0, 900),
    aliases=("sle_duration_months", "disease duration", "罹病期間", "sle罹病期間"),
)
musculoskeletal = trait("musculoskeletal", label="Musculoskeletal", kind="yes/no", aliases=("筋骨格", "筋骨格症状"))
mucocutaneous = trait("mucocutaneous", label="Mucocutaneous", kind="yes/no", aliases=("皮膚粘膜", "皮膚粘膜症状"))
neuropsychiatric = trait(
    "neuropsychiatric", label="Neuropsychiatric", kind="yes/no", aliases=("精神神経", "精神神経症状")
)
hematologic = trait("hematologic", label="Hematologic", kind="yes/no", aliases=("血液", "血液異常", "haematologic"))
active_casts = trait(
    "active_casts",
    label="Active urinary casts",
    kind="yes/no",
    aliases=("active_casts_baseline", "活動性円柱", "尿円柱"),
)
hypertension = trait(
    "hypertension", label="Hypertension", kind="yes/no", aliases=("hypertension_baseline", "高血圧", "高血圧症")
)
cyp3a5_expresser = trait(
    "cyp3a5_expresser",
    label="CYP3A5*1 carrier",
    kind="yes/no",
    aliases=("cyp3a5", "cyp3a5*1", "cyp3a5 expresser", "cyp3a5発現"),
    words="a carrier of CYP3A5*1",
)
arm = trait("arm", label="Arm", kind="text", aliases=("group", "treatment", "群", "治療群"))
site = trait("site", label="Site", kind="text", aliases=("center", "centre", "施設"))

TRAITS.update(CRITERIA)
