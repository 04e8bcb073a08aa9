"""What every answer of the site carries, written by hand: a header more or less is a fault.

ALWAYS is on every answer; a kind of answer says what it adds, changes or (None) leaves out. A value
is the header's whole text, or a pattern where the text must differ. On an https site HTTPS comes on
top of every answer, static files and failures as well.
"""

import re

Headers = dict[str, str | re.Pattern[str] | None]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Pages without Bootstrap: no script at all and no data: images.
POLICY_OF_PLAIN_PAGES = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'none'; "
    "connect-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS: Headers = {
    "Cache-Control": "private, no-store",
    "Content-Length": re.compile("[0-9]+"),
    "Content-Security-Policy": POLICY,
    "Content-Type": "text/html; charset=utf-8",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
HTTPS: Headers = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}

PERSONAL: Headers = {"Vary": "Cookie"}
PAGE: Headers = {"Vary": "Cookie, Accept-Encoding"}
PLAIN: Headers = {"Content-Security-Policy": POLICY_OF_PLAIN_PAGES}
NEVER: Headers = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Expires": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"),
}
UNCHANGED: Headers = {"ETag": re.compile('"[0-9a-f-]+"'), "Last-Modified": NEVER["Expires"]}
ELSEWHERE: Headers = {"Location": re.compile(r"/[^/\\][^\\]*|/")}  # on this host, whatever the host is called
LATER: Headers = {"Retry-After": re.compile("[1-9][0-9]*")}
ALLOW: Headers = {"Allow": re.compile("GET, HEAD|POST|GET, HEAD, POST")}

KINDS: dict[str, Headers] = {
    "page": PAGE,
    "public page": {**PAGE, "X-Robots-Tag": "index, follow"},
    "entrance": {**PAGE, **NEVER},
    "on": {**PERSONAL, **ELSEWHERE},
    "on from entrance": {**PERSONAL, **NEVER, **ELSEWHERE},
    "signed out": {**PERSONAL, **ELSEWHERE, "Clear-Site-Data": '"cache", "storage"'},
    "json": {**PAGE, "Content-Type": "application/json"},
    "words": {"Content-Type": "text/plain; charset=utf-8"},
    "site map": {
        "Content-Type": "application/xml",
        "X-Robots-Tag": "noindex, noodp, noarchive",
    },
    "file": {
        **PAGE,
        "Content-Type": "application/zip",
        "Content-Disposition": re.compile(r'attachment; filename="journal-\d{4}-\d\d-\d\d\.zip"'),
    },
    "verb": ALLOW,
    "verb of mine": {**ALLOW, **PERSONAL},
    # What a link answers. Only the report itself is compressed.
    "link": {**PLAIN, **PERSONAL},
    "link words": {**PLAIN, **PERSONAL, "Content-Type": "text/plain; charset=utf-8"},
    "pdf": {
        **PLAIN,
        **PAGE,
        "Content-Type": "application/pdf",
        "Content-Disposition": re.compile(r'inline; filename="report-\d{4}-\d\d-\d\d\.pdf"'),
    },
    "link pdf": {
        **PLAIN,
        **PERSONAL,
        "Content-Type": "application/pdf",
        "Content-Disposition": re.compile(r'inline; filename="report-\d{4}-\d\d-\d\d\.pdf"'),
    },
    "link on": {**PLAIN, **PERSONAL, **ELSEWHERE},
    "link verb": {**PLAIN, **PERSONAL, **ALLOW},
    "report": {**PLAIN, **PAGE},
    # What fails before anybody asked who it is, or cannot ask any more.
    "anonymous": {"Vary": "Accept-Encoding", "Content-Length": None},
    "bare": {**PLAIN, "Vary": "Accept-Encoding"},
    "wait": {**PLAIN, **LATER, "Vary": "Accept-Encoding"},
    # Files: for ever, because their name changes with their content; nothing personal.
    "static": {
        "Cache-Control": "max-age=315360000, public, immutable",
        "Content-Type": re.compile('text/(css|javascript); charset="utf-8"|image/svg\\+xml'),
        **UNCHANGED,
        "Vary": "Accept-Encoding",
    },
    "icon": {**UNCHANGED, "Cache-Control": "max-age=60, public", "Content-Type": "image/x-icon"},
}

# Each address: what a stranger gets who reads and who posts, then a signed-in patient. Posts are empty.
TO_SIGN_IN = ("302 on", "302 on")
SHOWN = ("200 page", "405 verb")
CODES = ["mfa_view_recovery_codes", "mfa_download_recovery_codes"]
CODES += ["accounts:recovery_codes", "accounts:recovery_codes_file"]
NEW_CODES = ["mfa_generate_recovery_codes", "accounts:new_recovery_codes"]
ONE_PASSKEY = ["mfa_edit_webauthn", "mfa_remove_webauthn", "accounts:edit_passkey", "accounts:remove_passkey"]
PLACES: dict[str, tuple[str, str, str, str]] = {
    "home": ("200 public page", "405 verb", "302 on", "405 verb"),
    "help": ("200 public page", "405 verb", "200 public page", "405 verb"),
    "privacy": ("200 public page", "405 verb", "200 public page", "405 verb"),
    "prescribers": ("200 public page", "405 verb", "200 public page", "405 verb"),
    "example": ("200 bare", "405 verb", "200 bare", "405 verb"),
    "live": ("200 words", "405 verb", "200 words", "405 verb"),
    "ready": ("200 words", "405 verb", "200 words", "405 verb"),
    "account_login": ("200 entrance", "422 entrance", "302 on from entrance", "302 on from entrance"),
    "account_signup": ("200 entrance", "422 entrance", "302 on from entrance", "302 on from entrance"),
    "account_confirm_login_code": (*["302 on from entrance"] * 2, *["302 on from entrance"] * 2),
    "account_confirm_email": ("200 page", "404 page", "200 page", "404 page"),
    "account_email_verification_sent": (*SHOWN, *SHOWN),
    "account_inactive": (*SHOWN, *SHOWN),
    "account_reset_password": ("200 page", "422 page", "200 page", "422 page"),
    "account_reset_password_done": (*SHOWN, *SHOWN),
    "account_reset_password_from_key": ("200 page", "422 page", "200 page", "422 page"),
    "account_reset_password_from_key_done": (*SHOWN, *SHOWN),
    "account_logout": ("302 on", "302 signed out", "200 page", "302 signed out"),
    "accounts:sign_out": ("302 on", "302 signed out", "200 page", "302 signed out"),
    "account_reauthenticate": (*TO_SIGN_IN, "200 page", "422 page"),
    "account_change_password": (*TO_SIGN_IN, "200 page", "422 page"),
    "account_set_password": (*TO_SIGN_IN, "302 on", "302 on"),
    "account_email": (*TO_SIGN_IN, "200 page", "302 on"),
    "accounts:email": (*TO_SIGN_IN, "200 page", "302 on"),
    "accounts:profile": (*TO_SIGN_IN, "200 page", "422 page"),
    "accounts:close": (*TO_SIGN_IN, "200 page", "422 page"),
    "accounts:closed": (*SHOWN, *SHOWN),
    "accounts:invitation": ("200 page", "404 page", "200 page", "404 page"),
    # Of the second factor; the patient has none. Each address stands under allauth's name and ours.
    **dict.fromkeys(["mfa_index", "accounts:security"], (*TO_SIGN_IN, "200 page", "405 verb of mine")),
    **dict.fromkeys(["mfa_authenticate", "accounts:second_step"], ("302 on from entrance",) * 4),
    "mfa_reauthenticate": (*TO_SIGN_IN, "302 on", "302 on"),
    **dict.fromkeys(["mfa_activate_totp", "accounts:switch_on_app"], (*TO_SIGN_IN, "200 page", "422 page")),
    **dict.fromkeys(["mfa_deactivate_totp", "accounts:switch_off_app"], (*TO_SIGN_IN, "404 page", "404 page")),
    **dict.fromkeys(CODES, (*TO_SIGN_IN, "404 page", "405 verb of mine")),
    **dict.fromkeys(NEW_CODES, (*TO_SIGN_IN, "302 on", "302 on")),
    **dict.fromkeys(["mfa_list_webauthn", "accounts:passkeys"], (*TO_SIGN_IN, "200 page", "405 verb of mine")),
    **dict.fromkeys(["mfa_add_webauthn", "accounts:add_passkey"], (*TO_SIGN_IN, "200 page", "422 page")),
    **dict.fromkeys(ONE_PASSKEY, (*TO_SIGN_IN, "404 page", "404 page")),
    **dict.fromkeys(["mfa_login_webauthn", "accounts:sign_in_by_passkey"], ("302 on from entrance",) * 4),
    **dict.fromkeys(["mfa_reauthenticate_webauthn", "accounts:passkey_again"], (*TO_SIGN_IN, "302 on", "302 on")),
    "accounts:passkey_challenge": ("200 json", "405 verb", "200 json", "405 verb"),
    **dict.fromkeys(["usersessions_list", "accounts:devices"], (*TO_SIGN_IN, "200 page", "302 on")),
    "accounts:end_device": (*TO_SIGN_IN, "405 verb of mine", "404 page"),
    "journal:today": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:check_in": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:undo": (*TO_SIGN_IN, "405 verb of mine", "404 page"),
    "journal:clear": (*TO_SIGN_IN, "200 page", "404 page"),
    "journal:earlier": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    **dict.fromkeys(["journal:gap", "journal:gap_undo"], (*TO_SIGN_IN, "405 verb of mine", "422 page")),
    "journal:set_up": (*TO_SIGN_IN, "302 on", "302 on"),
    "journal:set_up_done": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:notice_close": (*TO_SIGN_IN, "405 verb of mine", "404 page"),
    "journal:card": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:history": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:search": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:insights": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:medicines": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:medicine": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:medicine_delete": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:step_new": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_delete": (*TO_SIGN_IN, "200 page", "200 page"),
    "journal:step_rows": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_hold": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_pause": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_stop": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_again": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:step_answer": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:was_paused": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:not_paused": (*TO_SIGN_IN, "405 verb of mine", "404 page"),
    "journal:stopped": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:batch_new": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:batch": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:batch_delete": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:items": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:item_new": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:item": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:item_move": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "journal:item_rest": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "journal:item_headline": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "journal:events": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "journal:event_new": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:event_restore": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "journal:strategies": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:event": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:event_delete": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:visit_new": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:visit": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:visit_delete": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:safety": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:settings": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:overall": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:overall_change": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:overall_delete": (*TO_SIGN_IN, "200 page", "302 on"),
    "journal:reminders": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:reminder_calendar": (*TO_SIGN_IN, "405 verb of mine", "201 page"),
    "journal:reminder_calendar_end": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "journal:export": (*TO_SIGN_IN, "200 page", "200 file"),
    "journal:import": (*TO_SIGN_IN, "200 page", "422 page"),
    "journal:import_preview": (*TO_SIGN_IN, "302 on", "422 page"),
    # Without content, and given a name that leads to nothing; published topics are tested with the education section.
    **dict.fromkeys(["learn:index", "learn:glossary", "learn:sources"], (*SHOWN, *SHOWN)),
    **dict.fromkeys(["learn:claims", "learn:search"], (*SHOWN, *SHOWN)),
    **dict.fromkeys(["learn:topic", "learn:picture"], ("404 page", "405 verb", "404 page", "405 verb")),
    "learn:sitemap": ("200 site map", "405 verb", "200 site map", "405 verb"),
    "reports:shares": (*TO_SIGN_IN, "200 page", "405 verb of mine"),
    "reports:new": (*TO_SIGN_IN, "200 page", "422 page"),
    "reports:show": (*TO_SIGN_IN, "405 verb of mine", "302 on"),
    "reports:preview": (*TO_SIGN_IN, "200 report", "405 link verb"),
    "reports:pdf": (*TO_SIGN_IN, "200 pdf", "405 link verb"),
    "reports:revoke": (*TO_SIGN_IN, "200 page", "302 on"),
    # Given a secret that opens nothing; living ones are tested with the reminders.
    "reminders:calendar": ("404 page", "405 verb", "404 page", "405 verb"),
    "reminders:unsubscribe": ("404 page", "404 page", "404 page", "404 page"),
    # The address is given a token that opens nothing; a living link is among the states below.
    "share:report": ("200 link", "404 link", "200 link", "404 link"),
    "share:pdf": ("303 link on", "405 link verb", "303 link on", "405 link verb"),
    "share:text": ("303 link on", "405 link verb", "303 link on", "405 link verb"),
    # Given what cannot be a token; what closes is tested with the links.
    "share:close": ("405 link verb", "404 link", "405 link verb", "404 link"),
    "share:dead": ("404 link", "404 link", "404 link", "404 link"),
}
# Signed in more than ten minutes ago: what is asked for the password first.
STALE: dict[str, tuple[str, str]] = {
    "account_change_password": ("200 page", "422 page"),
    "account_email": ("302 on", "403 page"),
    "accounts:email": ("302 on", "403 page"),
    "accounts:close": ("302 on", "403 page"),
    **dict.fromkeys(["mfa_activate_totp", "accounts:switch_on_app"], ("302 on", "403 page")),
    **dict.fromkeys(["mfa_deactivate_totp", "accounts:switch_off_app"], ("302 on", "403 page")),
    **dict.fromkeys(CODES, ("302 on", "405 verb of mine")),
    **dict.fromkeys(NEW_CODES, ("302 on", "403 page")),
    **dict.fromkeys(["mfa_add_webauthn", "accounts:add_passkey"], ("302 on", "403 page")),
    **dict.fromkeys(ONE_PASSKEY, ("302 on", "403 page")),
    **dict.fromkeys(["usersessions_list", "accounts:devices"], ("302 on", "403 page")),
    "accounts:end_device": ("405 verb of mine", "403 page"),
    "journal:export": ("302 on", "403 page"),
    "reports:new": ("302 on", "403 page"),
    "reports:show": ("405 verb of mine", "403 page"),
}

# Each cookie by its name without the prefix __Host-: every attribute it has when it is set and not taken back.
COOKIES: dict[str, dict[str, str | bool]] = {
    "session": {"httponly": True, "path": "/", "samesite": "Lax"},
    "csrf": {"httponly": True, "path": "/", "samesite": "Lax"},
    "device": {"httponly": True, "path": "/", "samesite": "Lax"},
    "messages": {"httponly": True, "path": "/", "samesite": "Lax"},
    "share-[0-9a-f]{16}": {"httponly": True, "path": "/", "samesite": "Strict"},
}
