"""Harm during treatment."""
