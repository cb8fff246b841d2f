"""JAKI: the app itself and its API (/api/v1)."""
