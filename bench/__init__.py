"""Benchmarks: our time beside the peers', on the same work, in the same run, as ratios."""
