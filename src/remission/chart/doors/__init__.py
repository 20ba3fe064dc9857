"""Let data in: the doors between the files of the world and a chart."""
