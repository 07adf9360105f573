"""On PostgreSQL run as few tests as send each statement that all of them send on SQLite."""

from tests.sending import Sent, few_that_send_all, name_of


def sent(test: str, statements: str, seconds: float = 1.0) -> Sent:
    return Sent(test, frozenset(statements), seconds)


def test_each_statement_is_sent_by_the_tests_that_take_least() -> None:
    tests = [sent("both", "ab"), sent("one", "a"), sent("slow", "abc", 9.0), sent("quick", "c"), sent("none", "")]
    assert few_that_send_all(tests, frozenset()) == {"both", "quick"}


def test_what_is_sent_by_those_that_run_anyway_needs_no_other() -> None:
    assert few_that_send_all([sent("both", "ab"), sent("one", "c")], frozenset("ab")) == {"one"}


def test_statements_are_the_same_whatever_their_values_and_however_many() -> None:
    of_one, of_three = ("SELECT a FROM t WHERE b IN (%s) LIMIT 21", "SELECT a FROM t WHERE b IN (%s, %s, %s) LIMIT 1")
    assert name_of(of_one) == name_of(of_three)
    assert name_of(of_one) != name_of("SELECT a FROM t WHERE c IN (%s) LIMIT 21")
    many = "INSERT INTO t VALUES (%s, %s), (%s, %s)"
    assert name_of(many) == name_of("INSERT INTO t VALUES (%s, %s)")


def test_what_only_holds_a_transaction_is_not_counted() -> None:
    assert {name_of('SAVEPOINT "s1"'), name_of('RELEASE SAVEPOINT "s1"')} == {""}
