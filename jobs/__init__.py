"""WORK: what runs without a person."""
