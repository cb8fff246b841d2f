"""One folder per kind of channel: how it speaks to the reporter."""
