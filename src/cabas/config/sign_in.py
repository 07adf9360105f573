"""People sign in with an e-mail and a password, or with a code sent to that e-mail and typed in; never with a link."""

ACCOUNT_ADAPTER = "cabas.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cabas.people.forms.SignInForm",
    "request_login_code": "cabas.people.forms.RequestCodeForm",
    "confirm_login_code": "cabas.people.forms.ConfirmCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # the sign-in form asks a password because sign-up would; there is none
ACCOUNT_EMAIL_VERIFICATION = "none"  # coordinators enter the addresses; a code proves one, a password needs none
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nothing is written to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {  # added to those of the library, which stay
    "keep_lost_form": "20/h/ip",
    "change_email": "3/m/user,20/d/user",
    "test_mail": "5/m/user",
    "join": "10/h/ip,3/h/key",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # sixty days: people order once a week, from their own phone

CACHES = {  # large enough that no counter of attempts is thrown out to make room
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cabas_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique by the constraint person_email_unique, which ignores case
