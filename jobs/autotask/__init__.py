"""The Autotask connector."""
