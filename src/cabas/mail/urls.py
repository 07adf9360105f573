"""The addresses of the mails that were written, and of what one wants to receive."""

from django.urls import path

from cabas.mail.views import choosing, reading

app_name = "mail"

urlpatterns = [
    path("compte/messages/", reading.mine, name="mine"),
    path("compte/e-mails/", choosing.choices, name="choices"),
    path("gestion/courriels/", reading.outbox, name="outbox"),
]
