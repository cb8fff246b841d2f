"""E-mail to the city's address: IMAP in, SMTP out."""
