"""The exactly-once machinery: outbox, batches, look-ups after silence, verdicts."""
