"""The graph in databases and files: one module each, fed by the same rows."""
