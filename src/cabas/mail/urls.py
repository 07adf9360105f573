"""The addresses of the mails that were written."""

from django.urls import path

from cabas.mail import views

app_name = "mail"

urlpatterns = [
    path("compte/messages/", views.mine, name="mine"),
    path("gestion/courriels/", views.outbox, name="outbox"),
]
