"""PAGES: what people see and press."""
