"""Letters to the Governor: answered on paper, and by e-mail where the letter gave an address."""
