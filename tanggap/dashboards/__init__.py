"""Read-only questions across reports: counts, shares, medians. Who sees what is the caller's condition."""
