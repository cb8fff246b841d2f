"""The clients that carry a letter out of the city: SMTP now, SMS and push beside it later."""
