"""A company's Stripe life in your admin, in a minute: ``make demo``."""
