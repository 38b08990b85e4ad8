"""The families of changes, one module each."""
