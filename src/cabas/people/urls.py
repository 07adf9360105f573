"""The addresses of signing in, and of one's own address. No sign-up: groups enter their members."""

from django.urls import path
from django.views.generic import RedirectView

from cabas.people.views import language, my_address, signing

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_code = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("connexion/", signing.SignInView.as_view(), name="account_login"),
    path("connexion/code/", signing.RequestCodeView.as_view(), name="account_request_login_code"),
    path("connexion/code/confirmer/", signing.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("deconnexion/", signing.SignOutView.as_view(), name="account_logout"),
    path("mot-de-passe/", signing.password, name="account_set_password"),
    path("mot-de-passe/oublie/", signing.ForgottenPasswordView.as_view(), name="account_reset_password"),
    path("langue/", language.language, name="language"),
    path("mon-adresse/", my_address.my_address, name="my_address"),
    path("mon-adresse/confirmer/", my_address.confirm, name="my_address_code"),
    # Names that the sign-in library may look up; no page links to them.
    path("connexion/inscription/", to_sign_in, name="account_signup"),
    path("connexion/fermee/", to_sign_in, name="account_inactive"),
    path("connexion/encore/", to_code, name="account_reauthenticate"),
    path("connexion/adresse/", to_sign_in, name="account_email_verification_sent"),
]
