"""Tanggap: a city hears its people and answers fast."""
