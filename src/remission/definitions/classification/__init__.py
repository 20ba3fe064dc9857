"""Classes of lupus nephritis in the biopsy."""
