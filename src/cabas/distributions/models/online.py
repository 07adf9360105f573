"""Which basket an online payment was begun for: the payment itself goes to the account."""

from django.db import models

from cabas.distributions.models.basket import Basket
from cabas.groups.models import Group
from cabas.payments.online.models import OnlinePayment


class BasketCheckout(models.Model):
    """An online payment begun for a basket; the newest is the one that counts."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    basket = models.ForeignKey(Basket, on_delete=models.PROTECT, related_name="checkouts")
    online = models.OneToOneField(OnlinePayment, on_delete=models.CASCADE, related_name="checkout")

    def __str__(self) -> str:
        return str(self.online)
