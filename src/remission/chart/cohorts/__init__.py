"""Cohorts that come with the package."""
