"""A local, queryable mirror of Stripe in your application's own database."""

__version__ = "0.1.0"
