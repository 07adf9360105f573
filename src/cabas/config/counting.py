"""While `./cabas bench` measures, each answer says in a header how many statements it took; never otherwise.

BEGIN, COMMIT and savepoints are not counted: they ask nothing of the tables.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Statements"
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def count_statements(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The outermost middleware: what sessions and sign-in ask is counted too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        count = 0

        def counting(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            nonlocal count
            count += not sql.startswith(NOT_COUNTED)
            return execute(sql, *rest)

        with connection.execute_wrapper(counting):
            response = get_response(request)
        response.headers[HEADER] = str(count)
        return response

    return answer
