"""The addresses of signing in. No sign-up: groups enter their members."""

from django.urls import path
from django.views.generic import RedirectView

from cabas.people import views

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_code = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("connexion/", views.SignInView.as_view(), name="account_login"),
    path("connexion/code/", views.RequestCodeView.as_view(), name="account_request_login_code"),
    path("connexion/code/confirmer/", views.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("deconnexion/", views.SignOutView.as_view(), name="account_logout"),
    path("mot-de-passe/", views.password, name="account_set_password"),
    # Names that the sign-in library may look up; no page links to them.
    path("mot-de-passe/oublie/", to_code, name="account_reset_password"),
    path("connexion/inscription/", to_sign_in, name="account_signup"),
    path("connexion/fermee/", to_sign_in, name="account_inactive"),
    path("connexion/encore/", to_code, name="account_reauthenticate"),
    path("connexion/adresse/", to_sign_in, name="account_email_verification_sent"),
]
