"""Let `mkdocs build` write the reference pages first, and put them into the navigation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import generate


def on_config(config: Any) -> Any:
    """Add the reference to the navigation; a shelf that is new today is there today."""
    config.nav.append({"Reference": generate.navigation()})
    return config


def on_pre_build(config: Any) -> None:
    """Write the reference pages and the example report, as far as they have changed."""
    folder = Path(config.docs_dir) / generate.FOLDER
    generate.write(folder)
    generate.write_demo(folder / generate.DEMO)
