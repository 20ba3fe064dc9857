"""Regimens as code: what a paper prescribes, and what follows from it for a patient on a day."""
