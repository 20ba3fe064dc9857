"""The words of the field: analytes and their units, drugs, traits, time windows, sources."""
