"""Both vendors, imitated strictly, for the demo and the tests; imports nothing of ours."""
