"""Serve everybody of the next distribution but one household, paid as announced: the fixture of the journeys."""

import sys
from uuid import uuid4

import django

django.setup()

from cabas.clock import now  # noqa: E402
from cabas.distributions.dues import due  # noqa: E402
from cabas.distributions.models import Basket, Distribution  # noqa: E402
from cabas.distributions.serving import serve, take_payment  # noqa: E402
from cabas.distributions.weighing import Weights  # noqa: E402
from cabas.people.models import User  # noqa: E402

but = sys.argv[1]
volunteer = User.objects.get(first_name="Lucie", last_name="Bernard")
distribution = Distribution.objects.started(now()).order_by("-starts_at").first()
for basket in Basket.objects.filter(distribution=distribution).not_empty().with_amounts().with_people():
    if basket.membership.people[0].first_name == but or basket.served_at:
        continue
    weights = Weights({line.pk: line.estimated_grams for line in basket.lines.all() if line.is_unweighed})
    signed = {"weights": weights, "key": str(uuid4()), "by": volunteer, "at": now()}
    if due(basket).is_zero:
        serve(basket, is_left_owed=False, **signed)
    else:
        take_payment(basket, basket.means, **signed)
