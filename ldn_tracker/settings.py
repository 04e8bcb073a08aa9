"""All settings, from the environment. Each variable is described in docs/settings.md."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from ldn_tracker import environment

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    DATA_DIR = environment.read_data_dir(os.environ, BASE_DIR)
    SITE = environment.read_site(os.environ)
    DEBUG = environment.read_debug(os.environ, SITE)
    TRUSTED_PROXIES = environment.read_count(os.environ, "TRUSTED_PROXIES", 0, 10)
    SECRET_KEY = environment.read_secret_key(os.environ, DATA_DIR)
    MASTER_KEY = environment.read_master_key(os.environ, DATA_DIR)
    MASTER_KEYS_PREVIOUS = environment.read_previous_keys(os.environ, DATA_DIR, MASTER_KEY)
    MAIL = environment.read_mail(os.environ, SITE)
    MAIL_FROM = environment.read_mail_from(os.environ, SITE)
    DATABASE = environment.read_database(os.environ, DATA_DIR)
    CONTACT_EMAIL = environment.read_contact(os.environ)
    SHOW_DIFFERENCES = environment.read_flag(os.environ, "SHOW_DIFFERENCES", True)
    DEMO = environment.read_flag(os.environ, "DEMO", True)
    environment.read_log_format(os.environ)  # ldn_tracker.log_lines asks for it, before settings in gunicorn
    environment.read_port(os.environ), environment.read_workers(os.environ)  # gunicorn.conf.py asks for them
except environment.BadEnvironment as error:
    raise ImproperlyConfigured(str(error)) from None

SITE_URL = SITE.url
ALLOWED_HOSTS = SITE.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "ldn_tracker.urls"
WSGI_APPLICATION = "ldn_tracker.wsgi.application"
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "accounts",
    "journal",
    "reports",
    "education",
    "ldn_tracker",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "ldn_tracker.staff_site_config.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# Tracing comes first, so that every line of the log can name its request. Headers come before
# WhiteNoise, so that static files carry them too.
MIDDLEWARE = [
    "ldn_tracker.tracing.TracingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ldn_tracker.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ldn_tracker.middleware.MethodsMiddleware",
    "ldn_tracker.middleware.CompressionMiddleware",
    "ldn_tracker.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ldn_tracker.middleware.OtherSitesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "ldn_tracker.middleware.SessionLengthMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ldn_tracker.limits.LimitsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "ldn_tracker.form_renderer.FormRenderer"

# Sign-in. Without a mail server (loopback only) confirming the address is optional.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "accounts.backends.AddressBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.LongestValidator"},
    {"NAME": "accounts.passwords.PlainWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "journal:today"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.sign_in_forms.LoginForm",
    "add_email": "accounts.sign_in_forms.AddEmailForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL else "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = bool(MAIL)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE.https else "http"
ACCOUNT_SESSION_REMEMBER = None  # the sign-in form asks
ACCOUNT_SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # "keep me signed in"; otherwise SESSION_COOKIE_AGE
# Limits are ours (ldn_tracker.limits, accounts.sign_in_tries, accounts.second_factor_forms); of allauth's
# own one stays: mails to confirm an address, by mailbox.
ACCOUNT_RATE_LIMITS: dict[str, str | None] = {
    **dict.fromkeys(["login", "signup", "reset_password", "reset_password_from_key", "reauthenticate"]),
    **dict.fromkeys(["change_password", "manage_email", "login_failed"]),
    "confirm_email": "1/3m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# The second factor and the list of devices. Nothing is written when a page is looked at.
MFA_ADAPTER = "accounts.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.passkey_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.passkey_forms.EditWebAuthnForm",
    "authenticate_webauthn": "accounts.passkey_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.passkey_forms.ReauthenticateWebAuthnForm",
    "login_webauthn": "accounts.passkey_forms.LoginWebAuthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = SITE.host  # stands in the app on the phone: not the name of the product, which says what it is about
# With a mail server nobody signs in before the address is confirmed; without one none ever is.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False

# A mail is put into the database, sealed, and sent from there by `manage.py deliver_mail`: no page waits
# for a mail server, and an unknown address takes no other time than a known one.
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "accounts.outbox.EmailBackend"},
    "outgoing": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}
if MAIL:
    MAILERS["outgoing"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL.host,
            "port": MAIL.port,
            "username": MAIL.username,
            "password": MAIL.password,
            "use_tls": MAIL.use_tls,
            "use_ssl": MAIL.use_ssl,
            "timeout": 30,
        },
    }
# A mail says nothing about health, so the name of the product is not in it.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM

# Cookies and headers. Names say __Host- wherever https allows it.
COOKIE_PREFIX = "__Host-" if SITE.https else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
CSRF_FAILURE_VIEW = "ldn_tracker.views.csrf_failure"
SHARE_COOKIE_PREFIX = f"{COOKIE_PREFIX}share-"
# Messages travel in a cookie: shown on a GET, they must not write to the session there.
MESSAGE_STORAGE = "ldn_tracker.messages.MessageCookie"
MESSAGE_COOKIE_NAME = f"{COOKIE_PREFIX}messages"
SECURE_SSL_REDIRECT = SITE.https
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # probes come over plain http from beside the app
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.https and TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if SITE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE.https
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a browser's preload list is the operator's own decision
# no-referrer would make browsers send "Origin: null", and Django would then refuse its own forms.
SECURE_REFERRER_POLICY = "strict-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    # Bootstrap's style sheet holds its icons as data: images; pages without it override this.
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.NONE],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CSP_WITHOUT_BOOTSTRAP: dict[str, list[str]] = {
    **SECURE_CSP,
    "img-src": [CSP.SELF],
    "script-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
}

CACHES = {
    "default": {"BACKEND": "ldn_tracker.cache.Cache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

# Static files: hashed and compressed once, served by WhiteNoise.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_built"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # /favicon.ico
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Which topics there are to link to: the journal asks by this name, and does not know the education section.
LEARN_TOPICS = "education.topics.items_by_slug"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# Uploads are the import file, read once, in memory, and never stored in the clear; and the pictures of editors.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = ["journal.interchange.uploads.BoundedUploadHandler"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "ldn_tracker.logs.WithoutSecrets"}},
    "formatters": {"line": {"()": "ldn_tracker.log_lines.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # It writes the ids of passkeys.
        "fido2": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # They write what they read: style sheets, and what a person typed beside it.
        **{name: {"level": "CRITICAL", "propagate": False} for name in ("weasyprint", "fontTools")},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A refusal is in the access log with its status, and where it matters an event: a stranger rings no alarm.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
