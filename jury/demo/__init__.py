"""The demonstration: a believable call, played from start to end through the real acts."""
