"""A made-up object type, in a project's own app: one class, and makemigrations."""
