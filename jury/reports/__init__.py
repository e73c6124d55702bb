"""Reports: what was decided and why, printed, signed and open to everyone."""
