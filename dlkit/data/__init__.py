"""Data: small real sets from installed packages, synthetic sets with a known truth, and how examples are split."""
