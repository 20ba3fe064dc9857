"""What published cohorts found later in patients with such a response; no forecast for one patient."""
