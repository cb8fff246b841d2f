"""What follows from an event: the one table that says it, and the job that carries it out."""
