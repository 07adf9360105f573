"""PostgreSQL plans a prepared statement a few times, then keeps the plan: 26 joins take longer to plan than to read.

SQLite needs none of this: its own cache of statements keeps what it compiled. A pooler between Cabas and PostgreSQL
must know prepared statements (PgBouncer since 1.22, with `max_prepared_statements` above 0).
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def planning_cursor(connection: BaseDatabaseWrapper) -> Any:
    """A cursor whose statements the server prepares, where it can; else any cursor of this connection.

    While Django writes down what is asked, it is the plain one: of a prepared statement Django finds no text.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql import base

    driver: Any = base
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    opened: Any = connection
    with connection.wrap_database_errors:
        return opened._prepare_cursor(driver.ServerBindingCursor(opened.connection))
