"""Named, cited rules over the words of the field: one file a definition, and the machinery that runs them."""
