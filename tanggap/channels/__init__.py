"""The ways in and, for the reporter, the way back out: the channel of origin answers."""
