"""Data: two small real sets, whose tables lie here, synthetic sets with a known truth, and how examples are split."""
