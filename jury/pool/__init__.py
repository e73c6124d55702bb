"""The pool: who volunteered, what the quotas ask, and whom the draw seated."""
