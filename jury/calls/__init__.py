"""Calls: what a funder asks, who decides, when, by which criteria and with how much money."""
