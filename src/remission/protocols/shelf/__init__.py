"""Regimens: one file a regimen, as its paper prescribes it."""
