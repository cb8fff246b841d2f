"""The other sides of channels, as their public documentation (or our partner contract) describes them."""
