"""Wiring: settings, addresses, the private database server, and the commands that start everything."""
