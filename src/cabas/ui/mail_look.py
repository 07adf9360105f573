"""How mails look, in the light and in the dark: written on each element, because mail readers drop style sheets.

The classes are those of « ui/_mail_text.html » and « ui/mail.html »; in the application, theme.css dresses them.
"""

import re

from django.utils.safestring import SafeString, mark_safe

FONT = "'Hanken Grotesk', system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

STYLES = {
    "mail-page": f"margin: 0; padding: 24px 12px; background: #FBFAF6; color: #1F2A24; font: 17px/1.5 {FONT};",
    "mail-sheet": (
        "max-width: 560px; margin: 0 auto; padding: 24px; background: #FFFFFF; border: 1px solid #E2DCCB; "
        "border-radius: 8px;"
    ),
    "mail-group": "margin: 0 0 8px; color: #1E6B45; font-size: 15px; font-weight: 700;",
    "mail-subject": "margin: 0 0 20px; font-size: 22px; line-height: 1.25; font-weight: 700;",
    "mail-line": "margin: 0 0 16px;",
    "mail-list": "margin: 0 0 16px; padding: 0 0 0 20px;",
    "mail-rows": "width: 100%; margin: 0 0 16px; border-collapse: collapse;",
    "mail-label": "padding: 6px 16px 6px 0; text-align: left; font-weight: 400; border-bottom: 1px solid #E2DCCB;",
    "mail-amount": (
        "padding: 6px 0; text-align: right; white-space: nowrap; vertical-align: baseline; "
        "font-variant-numeric: tabular-nums; border-bottom: 1px solid #E2DCCB;"
    ),
    "mail-total-label": "padding: 10px 16px 0 0; text-align: left; font-size: 19px; font-weight: 700;",
    "mail-total": (
        "padding: 10px 0 0; text-align: right; white-space: nowrap; vertical-align: baseline; "
        "font-variant-numeric: tabular-nums; font-size: 19px; font-weight: 700;"
    ),
    "mail-code": "margin: 4px 0 16px; font-size: 30px; line-height: 1.2; font-weight: 700; letter-spacing: 2px;",
    "mail-button": (
        "display: inline-block; margin: 4px 0; padding: 14px 20px; background: #1E6B45; color: #FFFFFF; "
        "font-weight: 700; text-decoration: none; border-radius: 8px;"
    ),
    "mail-foot": "max-width: 560px; margin: 16px auto 0; color: #56635B; font-size: 15px; text-align: center;",
    "mail-choices": "color: #56635B;",
}

LINKS = "mail-sheet a:not(.mail-button)"
LIGHT = {LINKS: "color: #1E6B45;"}
DARK = {
    "mail-page": "background: #17201B; color: #E9EDE8;",
    "mail-sheet": "background: #1F2A24; border-color: #36453C;",
    "mail-group": "color: #8FD6A9;",
    LINKS: "color: #8FD6A9;",
    "mail-label": "border-color: #36453C;",
    "mail-amount": "border-color: #36453C;",
    "mail-button": "background: #8FD6A9; color: #0F2117;",
    "mail-foot": "color: #B3BFB7;",
    "mail-choices": "color: #B3BFB7;",
}


def style_sheet() -> SafeString:
    """What only a style sheet can say: links among people's words, and the dark."""
    dark = {name: said.replace(";", " !important;") for name, said in DARK.items()}
    return mark_safe(f"{_rules(LIGHT)} @media (prefers-color-scheme: dark) {{ {_rules(dark)} }}")  # noqa: S308 (ours)


def _rules(said: dict[str, str]) -> str:
    return " ".join(f".{name} {{ {rules} }}" for name, rules in said.items())


def dressed(html: str) -> str:
    """Each class of ours with its rules beside it. What people wrote is escaped: no quote of theirs opens a class."""
    return re.sub(r'class="(mail-[a-z-]+)"', lambda found: f'{found[0]} style="{STYLES[found[1]]}"', html)
