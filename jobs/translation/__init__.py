"""Pure: Autotask shapes, options and mappings become Xero shapes, or every reason why not."""
