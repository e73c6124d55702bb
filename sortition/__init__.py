"""The fairest lottery: pools, quotas, panels, tickets and draws that anyone can verify."""
