"""What other programs call: webhooks of the channels, and the public interfaces."""
