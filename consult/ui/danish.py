"""Danish words in the place of those that Streamlit writes itself: what it says where."""

import json
from functools import cache
from pathlib import Path

from consult.ui.texts import text

_CHOICES = '[data-testid="stSelectbox"], [data-testid="stMultiSelect"]'
_FILES = '[data-testid="stFileUploader"]'
_DIALOG = '[data-testid="stDialog"], [role="dialog"]'
#: Where (a CSS selector), what Streamlit 1.67 says there, and the name of our text; {x} is kept.
RULES = (
    ('[data-testid="stSkipToContent"]', "Skip to main content", "skip"),
    ("nav", "App pages", "pages"),
    ('[data-testid="stSidebar"]', "Sidebar", "menu"),
    ("button", "Expand sidebar", "open_menu"),
    ("button", "Collapse sidebar", "close_menu"),
    ("button", "Help for {x}", "help"),
    ("button", "Close", "close"),
    ("button kbd", "Shortcut {x}", "shortcut"),
    (f":is({_CHOICES}) button", "Open", "open"),
    (f":is({_CHOICES}) button", "Clear value", "clear"),
    (f":is({_CHOICES}) button", "Clear all", "clear_all"),
    (f":is({_CHOICES}) button", "Remove {x}", "remove"),
    (f":is({_CHOICES}) [role=group]", "Selected values", "chosen"),
    (f":is({_CHOICES}) input", "Choose an option", "choose"),
    (f":is({_CHOICES}) input", "Choose options", "choose"),
    (f":is({_CHOICES}) input", "No options to select", "no_options"),
    ("[role=listbox]", "No results", "no_results"),
    ("[role=listbox]", "Select all", "all"),
    ("[role=listbox]", "Select {x} matches", "all_matching"),
    ("[role=listbox]", "Selectbox options", "options"),
    ("[role=listbox]", "Multiselect options", "options"),
    ("[data-live-announcer]", "{x} options available.", "available"),
    ("[data-live-announcer]", "{x} option available.", "available"),
    ("[data-live-announcer]", "{x}, selected", "selected"),
    ("button", "Dismiss", "close"),
    (_FILES, "Drag and drop files here", "drop"),
    (_FILES, "Drag and drop a file here", "drop"),
    (f"{_FILES} input", "file upload", "choose_file"),
    (_FILES, "Upload", "choose_file"),
    (_FILES, "Browse files", "choose_file"),
    (_FILES, "Add files", "more_files"),
    (f"{_FILES} button", "Add files", "more_files"),
    (f"{_FILES} button", "Remove {x}", "remove"),
    (_FILES, "{x} per file", "limit"),
    (_FILES, "File must be {x} or smaller.", "too_large"),
    (_FILES, "{x} files are not allowed.", "wrong_kind"),
    ('[data-testid="stSidebarNavViewButton"]', "View less", "less"),
    ('[data-testid="stSidebarNavViewButton"]', "View {x} more", "more"),
    ('[data-testid="stTopNav"]', "{x} more", "more"),
    ('[data-testid="stConnectionStatus"]', "Connecting", "connecting"),
    ('[data-testid="stConnectionStatus"]', "Error", "lost"),
    ('[data-testid="stStatusWidget"]', "Running...", "running"),
    ('[data-testid="stStatusWidget"]', "Stop", "stop"),
    (_DIALOG, "Connection error", "lost"),
    (_DIALOG, "Page not found", "nowhere"),
    (_DIALOG, "The page that you have requested does not seem to exist{x}", "nowhere_help"),
    (_DIALOG, "You have requested page {x}", "nowhere_help"),
    (_DIALOG, "Connection timed out.", "lost_help"),
    (_DIALOG, "Streamlit server is not responding. {x}", "lost_help"),
    (_DIALOG, "Is Streamlit still running? {x}", "lost_help"),
)


@cache
def danish() -> str:
    """The script that puts our texts in the place of Streamlit's."""
    rules = [(where, said, text(f"streamlit.{key}", x="{x}")) for where, said, key in RULES]
    script = Path(__file__).with_name("danish.js").read_text(encoding="utf-8")
    return script.replace("RULES.", f"{json.dumps(rules)}.")
