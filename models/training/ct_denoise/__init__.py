"""A small CT denoiser: dose simulation, training, export and evaluation (see ../README.md)."""
