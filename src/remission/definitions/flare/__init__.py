"""Flares: when lupus nephritis, or lupus, comes back.

Published rules differ most in what they compare with: the visit before, the best value so far, or the level after a
response. Each definition says which in its readings.
"""
