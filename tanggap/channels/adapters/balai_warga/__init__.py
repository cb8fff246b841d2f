"""Balai Warga: the form at /balai-warga and the widget on the city's site."""
