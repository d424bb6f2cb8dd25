"""Streamlit's file uploader with Danish words, and with the reader's limits as its own."""

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from consult.ui.frame import app, run_script
from consult.ui.texts import text

_MIB = 1024 * 1024
#: What Streamlit writes -> the text in its place; those with a number come by their beginning.
_WORDS = {
    "Drag and drop files here": "uploader.drop",
    "Drag and drop a file here": "uploader.drop",
    "Upload": "uploader.choose",
    "Add files": "uploader.more",
    "Browse files": "uploader.choose",
}


def largest() -> int:
    """The size of the largest file that can be handed in, in whole MB."""
    return max(1, app().limits.file_bytes // _MIB)


def one_file(label: str, key: str, types: list[str] | None = None) -> UploadedFile | None:
    """A file, once it is all there."""
    chosen = st.file_uploader(label, types, key=key, max_upload_size=largest())
    speak_danish()
    return chosen


def many_files(label: str, key: str) -> list[UploadedFile]:
    """Files, once all that were chosen at once are there."""
    chosen = st.file_uploader(label, accept_multiple_files=True, key=key, max_upload_size=largest())
    speak_danish()
    return chosen


def speak_danish() -> None:
    """Put Danish words in the place of the uploader's English ones, now and as it changes."""
    words = {english: text(key) for english, key in _WORDS.items()}
    # The braces are filled in by the script, with what it finds in Streamlit's words.
    parts = {
        "per file": text("uploader.limit", size="{size}"),
        "must be": text("uploader.too_large", size="{size}"),
        "Remove ": text("uploader.remove", name="{name}"),
        "files are not allowed": text("uploader.kind"),
    }
    run_script(_SCRIPT.replace("WORDS", json.dumps(words)).replace("PARTS", json.dumps(parts)))


# The words stand in text nodes and in labels that the page draws anew whenever files come and
# go, so that they must be watched; one watcher is enough for as long as the page lives.
_SCRIPT = """
(() => {
  const words = WORDS, parts = PARTS;
  const danish = (said) => {
    const known = words[said.trim()];
    if (known) return known;
    for (const [part, put] of Object.entries(parts)) {
      if (said.includes(part)) {
        const size = said.match(/[0-9.,]+ ?[KMG]?B/);
        const rest = said.startsWith(part) ? said.slice(part.length) : "";
        return put.replace("{size}", size ? size[0] : "").replace("{name}", rest);
      }
    }
    return null;
  };
  const speak = () => document.querySelectorAll('[data-testid="stFileUploader"]').forEach((box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest('[data-testid="stFileUploaderFileName"], label')) continue;
      const put = danish(node.nodeValue);
      if (put !== null && put !== node.nodeValue) node.nodeValue = put;
    }
    box.querySelectorAll("button[aria-label]").forEach((button) => {
      const put = danish(button.getAttribute("aria-label"));
      if (put !== null) button.setAttribute("aria-label", put);
    });
  });
  speak();
  if (window.consultUploader) return;
  window.consultUploader = new MutationObserver(speak);
  const seen = {childList: true, subtree: true, characterData: true};
  window.consultUploader.observe(document.body, seen);
})()
"""
