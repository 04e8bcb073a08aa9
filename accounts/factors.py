"""What somebody has beside their password."""

from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator

from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Factors:
    """The app, if there is one, the passkeys, the row of recovery codes, and how many codes are left."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None
    codes_left: int

    @property
    def are_on(self) -> bool:
        """Whether signing in with the password asks for more."""
        return bool(self.app or self.passkeys)


def factors_of(user: User) -> Factors:
    """Return what the person has, without opening any secret."""
    rows: list[Authenticator] = list(user.authenticator_set.order_by("pk"))  # type: ignore[attr-defined]
    by_type = {row.type: row for row in rows}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        codes=codes,
        codes_left=_left(codes) if codes else 0,
    )


def _left(codes: Authenticator) -> int:
    used = int(codes.data["used_mask"]).bit_count()
    return int(app_settings.RECOVERY_CODE_COUNT) - used


def unused_codes(codes: Authenticator) -> list[str]:
    """Return the recovery codes that were not used; raise Unsealable when they cannot be read."""
    found: list[str] = codes.wrap().get_unused_codes()
    return found
