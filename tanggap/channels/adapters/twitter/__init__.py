"""X: mentions, replies and direct messages."""
