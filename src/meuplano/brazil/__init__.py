"""What the banks demand: pure formats, primitives in and out."""
