"""The app's icon, drawn here: a named icon would be fetched from a server on the internet."""

from base64 import b64encode

_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect x="2" y="4" width="28" height="20" rx="3" fill="#0b4f6c"/>
<path fill="#0b4f6c" d="M7 23v7l8-7z"/>
<path fill="#fff" d="M7 9h18v3H7zm0 6h12v3H7z"/></svg>"""

#: An address that holds the picture itself.
ICON = "data:image/svg+xml;base64," + b64encode(_DRAWING.encode()).decode()
