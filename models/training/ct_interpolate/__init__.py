"""Recipe of ct-interpolate: slices between acquired slices."""
