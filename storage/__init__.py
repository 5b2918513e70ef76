"""Where everything is kept: statements, row ↔ model, and the one writer. Fulfils the core's ``Store``."""
