"""Security headers of every answer."""

from flask import Flask, Response, request

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's stylesheet carries its small marks as data
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
SANDBOXED = ("credentials.document",)
"""What members have sent: whatever is in it, nothing of it runs in our name."""
# What a browser may keep: none of it says anything about anybody.
KEPT = ("static", "bootstrap.static", "assets.file", "certificates.key")
ASKED_AGAIN = ("offline.show", "offline.manifest", "offline.worker", "offline.mark")
"""These too, but the service is asked each time whether they are still the same."""

ONE_YEAR = 365 * 24 * 3600


def set_up(app: Flask) -> None:
    def protect(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if request.endpoint in SANDBOXED:
            response.headers["Content-Security-Policy"] = f"{CONTENT_POLICY}; sandbox"
        if app.config["PRODUCTION"]:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
        if request.endpoint in ASKED_AGAIN and response.status_code == 200:
            response.headers["Cache-Control"] = "no-cache"
        elif request.endpoint not in KEPT:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.after_request(protect)
