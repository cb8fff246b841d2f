"""The web form and JAKI: replies by e-mail to the contact that was left."""
