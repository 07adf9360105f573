"""The worker sends vendors the orders that are closed, every five minutes."""

from datetime import timedelta

from django_tasks import task

from cabas.clock import now
from cabas.clock.rounds import Round
from cabas.producers.sending import closed_orders, send_once


@task()
def send_closed_orders() -> None:
    """Look at every vendor whose order is closed, and put the next look in the queue."""
    ROUND.go_on()
    at = now()
    for vendor, distribution in closed_orders(at):
        send_once(vendor, distribution, at=at)
    ROUND.forget()


ROUND = Round(send_closed_orders, every=timedelta(minutes=5))
