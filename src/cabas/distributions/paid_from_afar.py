"""Money that comes by itself for a basket, by card or by transfer, is a receipt of it while there is one to pay."""

from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Receipt, Validation
from cabas.payments.models import Payment


def credit_basket(basket: Basket | None, payment: Payment) -> None:
    """Fetched `with_amounts`. Nobody is served by that; emptied or validated meanwhile, the money is an avoir.

    Under the lock.
    """
    if basket is None or not basket.total or not basket.is_debited or _is_validated(basket):
        return
    Receipt.objects.create(group_id=basket.group_id, basket=basket, payment=payment)
    here = Basket.objects.with_amounts().get(pk=basket.pk)
    if due(here).is_zero and here.is_announced:
        Basket.objects.filter(pk=here.pk).update(is_announced=False)


def _is_validated(basket: Basket) -> bool:
    return Validation.objects.live().filter(distribution=basket.distribution_id).exists()
