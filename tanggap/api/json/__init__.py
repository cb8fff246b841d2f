"""The JSON API of JAKI and of whoever builds an app for the city."""
