"""Targets on the way: how far proteinuria, and the dose of glucocorticoids, should have come by a month of treatment.

A milestone answers at every visit. Its words say for which month it is meant: ask it at a visit that is due then.
"""
