"""Read a table of events from a CSV file, and say in one line what keeps a file from being one."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from remission.errors import SchemaError

MISSING = ["", ".", "NA"]
"""How a table of events writes that there is no value; a dot is NONMEM's way."""
OTHERS = {";": "semicolons", "\t": "tabs"}


def read_table(source: str) -> pl.DataFrame:
    """Read a table of events.

    Raises:
        SchemaError: There is no such file, or it is no table with commas between its cells.
    """
    path = Path(source)
    if not path.is_file():
        raise SchemaError(f"A table of events is one CSV file. Found no file at '{source}'. Check the path.")
    try:
        found = pl.read_csv(path, null_values=MISSING, infer_schema_length=None)
    except pl.exceptions.NoDataError:
        raise SchemaError(
            f"A table of events has a header and rows. Found nothing in '{path.name}'. Give such as ID,TIME,AMT,EVID,DV."
        ) from None
    except pl.exceptions.ComputeError as error:
        what = str(error).splitlines()[0]
        raise SchemaError(
            f"A table of events is a CSV file in UTF-8. '{path.name}' could not be read: {what}. Give each row as many cells "
            "as the header."
        ) from None
    for sign, word in OTHERS.items():
        if len(found.columns) == 1 and sign in found.columns[0]:
            raise SchemaError(
                f"Cells of a table of events stand between commas. Found {word} in '{path.name}'. Save it with commas, and "
                "with points as decimal signs."
            )
    if not len(found):
        raise SchemaError(
            f"A table of events has rows. Found only a header in '{path.name}'. Add the doses and levels."
        )
    return found
