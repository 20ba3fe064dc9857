"""Activity of systemic lupus erythematosus."""
