"""Kidney function and its syndromes."""
