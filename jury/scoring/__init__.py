"""Scoring: what the jurors gave, what it is worth, and which proposals the budget can fund."""
