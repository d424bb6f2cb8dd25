"""The app's icon, drawn here: a named icon would be fetched from a server on the internet."""

from base64 import b64encode

_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#0b4f6c" d="M5 4h22a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H14l-7 6v-6H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z"/>
<path fill="#fff" d="M7 9h18v3H7zm0 6h12v3H7z"/></svg>"""

#: An address that holds the picture itself.
ICON = "data:image/svg+xml;base64," + b64encode(_DRAWING.encode()).decode()
