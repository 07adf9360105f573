"""How the sign-in library works here: no sign-up, no site framework, one e-mail (the code), sent at once, in French."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cabas.people.invented import is_invented
from cabas.ui.two_parts import in_two_parts


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé. Écrivez à la coordination de votre groupe."),
        "email_password_mismatch": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un code par e-mail."
        ),
        "incorrect_code": _("Ce n’est pas le bon code. Regardez le dernier message reçu."),
        "incorrect_password": _("Ce n’est pas le bon mot de passe."),
        "too_many_login_attempts": _("Trop d’essais. Attendez quelques minutes, puis recommencez."),
        "rate_limited": _("Trop de demandes à la suite. Attendez quelques minutes, puis recommencez."),
        "unknown_email": _("Cette adresse n’est connue d’aucun groupe."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """People are entered by the groups they join."""
        return False

    def add_message(self, request: Any, level: int, *args: Any, **kwargs: Any) -> None:
        """Only refusals are said; « you are signed in » is seen by what the page shows."""
        if message := kwargs.get("message"):
            super().add_message(request, level, message=message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sent at once: somebody waits for the code in front of the page. To an invented person, never."""
        if is_invented(email):
            return
        name = template_prefix.removeprefix("account/")
        subject = " ".join(render_to_string(f"people/{name}_subject.txt", context).split())
        body = render_to_string(f"people/{name}_message.txt", context).strip() + "\n"
        in_two_parts(subject, body, email, from_email=self.get_from_email()).send()
