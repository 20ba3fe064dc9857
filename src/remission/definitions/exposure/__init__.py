"""What patients were exposed to."""
