"""The console of the city's staff, under /konsol. Every page passes the gate in access.py."""
