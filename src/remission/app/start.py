"""Start the program: answer `remission --help` at once, and hand everything else to the commands.

The command-line library alone costs four times what Python itself costs, and most of those who ask for help ask for the
first page. That page stands in `help.txt`; a test of the house compares it with what the library prints.
"""

from __future__ import annotations

import sys

from remission.app.terminal import columns

PAGE_COLUMNS = 80
"""The terminal that the stored page is set for; a narrower one gets it set anew."""


def main() -> None:
    """Run the command that was asked for."""
    if sys.argv[1:] in (["--help"], ["-h"]) and columns() >= PAGE_COLUMNS:
        # pathlib would cost half of what Python itself costs
        with open(__file__.replace("start.py", "help.txt"), encoding="utf-8") as page:  # noqa: PTH123  importing pathlib takes longer than the page
            sys.stdout.write(page.read())
        return
    from remission.app.cli import main as commands

    commands()
