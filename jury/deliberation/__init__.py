"""Deliberation: who may judge what, what jurors write, and where a minority stands."""
