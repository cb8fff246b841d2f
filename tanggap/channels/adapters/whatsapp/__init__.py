"""WhatsApp: the Cloud API of a business number."""
