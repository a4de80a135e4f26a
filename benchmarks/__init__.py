"""
How fast, beside dj-stripe and beside bare psycopg: ``python -m benchmarks``.

``docs/performance.md`` says what is measured, how, and what came out.
"""
