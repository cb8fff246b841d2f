"""Real processes, killed at the worst moment."""
