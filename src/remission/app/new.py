"""Write the two files with which a protocol of one's own begins: the protocol, and its cases.

They fail when they are first used, on purpose: each message names the next thing to write, and its line.
"""

from __future__ import annotations

import keyword
from pathlib import Path

from remission.errors import SchemaError
from remission.protocols import find as protocols

CHECKLIST = (
    "the source: the place in it (`at`) and the facts relied on (`says`), one Source for each place",
    "the label, and the last study day; day 0 is the first dose",
    "a course for each drug: mg on a day of intake, when, by which route",
    "what is measured, when, and how many hours after the dose a level is drawn",
    "what changes a dose, as rules; leave out what your source leaves out",
    "when response is judged, and by which definition; `remission show` lists them",
    "a reading for every open word: one sentence that says how you understood it",
    "a switch where two hospitals would do it differently",
    "cases: days and doses worked out by hand from the source, both sides of every limit",
    "verified=True, once a second person has opened the source and compared",
)
_PROTOCOL = '''"""Say in a sentence which regimen this is."""

from remission.protocols.protocol import Course, Down, Monitor, Protocol, Reduce, Rule, Taper, Target
from remission.terms.analytes import proteinuria, tacrolimus_trough
from remission.terms.sources import Source
from remission.terms.windows import HIMEJI_VISITS
from remission.terms.words import on_this_dose

# 1. Where it is written. `at` is the table, section or page; `says` the facts relied on, in your own words.
_source = Source("{name}", at="", says="", reference="Authors. Title. Journal or file. Year, pages.")

{name} = Protocol(
    name="{name}",
    label="",  # 2. what a reader sees
    source=_source,
    length=183,  # the last study day; day 0 is the first dose
    courses=(
        # 3. One for each drug: mg on a day of intake. `remission show drug prednisolone` lists what is known of a drug.
        Course(drug="prednisolone", dose=Taper(start=0, down=(Down(5, every=14, to=10),)), titrated=True, source=_source),
    ),
    monitors=(
        # 4. What is measured: study days, each with the days to either side that still count.
        Monitor(analyte=proteinuria, visits=HIMEJI_VISITS[:4], source=_source),
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days={{14: 3, 28: 3}}, hours=12, source=_source),
    ),
    rules=(
        # 5. What changes a dose.
        Rule(drug="tacrolimus", when=on_this_dose(tacrolimus_trough, "tacrolimus") >= 10, then=Reduce(1, to=1),
             titrates=True, source=_source, says="A trough that is not below 10 ng/mL lowers tacrolimus by 1 mg."),
    ),
    visits=HIMEJI_VISITS[:4],  # 6. when response is judged, and by which definition
    response="himeji_2012",
    readings=(
        # 7. How open words of the source were understood; and what nobody has compared with it.
        "Nothing of this has been compared with its source yet",
    ),
    verified=False,
)
'''
_CASES = """# Days and doses that someone worked out by hand from the source; never from this program.
# `remission show protocol {name}.py` runs them, and prints what the protocol gives where that is something else.
- name: a patient of 50 kg begins with so many mg, and then takes less
  given: {{ who: {{ weight: 50 }} }}
  plan: {{ prednisolone: {{ 0: 1000 }} }} # the dose from each day on; 0 where it ends
  # from: paper and table, worked out by hand
"""


def new_protocol(name: str, folder: Path, *, force: bool = False) -> tuple[Path, Path]:
    """Write the two files, and say where they are.

    Args:
        name: The key of the protocol, with dashes or underscores.
        folder: Where to write; made where it is not there.
        force: Whether files that are there are replaced.

    Raises:
        SchemaError: The name is no name, or is taken, or a file is there already.
    """
    key = name.removesuffix(".py").replace("-", "_").lower()
    if not key.isidentifier() or keyword.iskeyword(key):
        raise SchemaError(
            f"A protocol is named as a file and as an object in it. Found '{name}'"
            f"{', a word of Python itself' if keyword.iskeyword(key) else ''}. Use letters, digits and dashes, and begin "
            "with a letter: my-hospital."
        )
    if key in protocols.names():
        raise SchemaError(f"That name is taken. Found '{key}' on the shelf. Choose another, such as '{key}_here'.")
    files = (folder / f"{key}.py", folder / f"{key}.yaml")
    there = [file for file in files if file.exists()]
    if there and not force:
        raise SchemaError(f"The files were not written. '{there[0]}' is there already. Add --force to replace it.")
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in zip(files, (_PROTOCOL, _CASES), strict=True):
        file.write_text(text.format(name=key), encoding="utf-8", newline="\n")
    return files
