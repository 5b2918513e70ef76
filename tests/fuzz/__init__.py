"""Whatever comes in from outside is read or refused, and never ends in anything else."""
