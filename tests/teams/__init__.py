"""A project whose customers are teams and not users."""
