"""Who signs in with an address: the one whose address it is, found by one statement."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class AddressBackend(AuthenticationBackend):  # type: ignore[misc]
    """Allauth's, which asks one statement more for an unknown address than for a known one."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        user = User.objects.filter(email=email.lower()).first()
        found: User | None = self._check_password(user, password)
        return found
