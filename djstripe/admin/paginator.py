"""A paginator that does not count millions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import connections
from django.utils.functional import cached_property

# Up to here rows are counted one by one.
COUNTED_ROWS = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """
    Counts up to ten thousand rows; beyond that a whole table's size is PostgreSQL's own
    estimate, and elsewhere the count stops.

    ``is_bounded`` says that there are more rows than ``count``, or about as many.
    """

    is_bounded = False

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        counted: int = rows.order_by()[: COUNTED_ROWS + 1].count()
        if counted <= COUNTED_ROWS:
            return counted
        self.is_bounded = True
        return max(self._estimate(), COUNTED_ROWS)

    def _estimate(self) -> int:
        """The table's size as PostgreSQL last saw it; 0 where nobody estimates."""
        rows: Any = self.object_list
        connection = connections[rows.db]
        if connection.vendor != "postgresql" or rows.query.where:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [connection.ops.quote_name(rows.model._meta.db_table)],
            )
            found = cursor.fetchone()
        return int(found[0]) if found else 0
