"""Proposals: what groups want to do together, drafted, submitted once and checked."""
