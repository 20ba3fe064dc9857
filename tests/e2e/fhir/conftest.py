"""Let the tests with node use what the tests without it are made of."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "report" / "fhir"))
