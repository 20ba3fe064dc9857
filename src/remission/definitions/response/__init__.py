"""Response to treatment."""
