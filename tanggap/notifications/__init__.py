"""Telling people of the city and followers: the bell in the page, and e-mail for those who want it."""
