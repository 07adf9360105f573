"""What exists around a distribution: the evening itself, drafts, baskets with their history, and validations."""

from cabas.distributions.models.basket import Basket, BasketChange, BasketQuerySet, OrderLine, Receipt
from cabas.distributions.models.distribution import Distribution, DistributionQuerySet, Participation
from cabas.distributions.models.draft import Draft, DraftLine
from cabas.distributions.models.online import BasketCheckout
from cabas.distributions.models.validation import Validation

__all__ = [
    "Basket",
    "BasketChange",
    "BasketCheckout",
    "BasketQuerySet",
    "Distribution",
    "DistributionQuerySet",
    "Draft",
    "DraftLine",
    "OrderLine",
    "Participation",
    "Receipt",
    "Validation",
]
