"""Pages: the front door, what is the same for everyone, and the demonstration's outbox."""
