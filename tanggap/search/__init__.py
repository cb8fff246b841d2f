"""One search: what a person types, as a condition on the reports they may see."""
