"""Qlue: a partner app that sends reports and is told how they stand."""
