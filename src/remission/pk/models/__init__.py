"""Population models: one file a model, as its paper gives it."""
