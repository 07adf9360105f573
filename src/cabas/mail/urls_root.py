"""The address that the foot of each mail leads to: it opens without signing in."""

from django.urls import path

from cabas.mail.views import choosing

urlpatterns = [path("e-mails/<str:signed>/", choosing.choices_by_link, name="mail_choices")]
