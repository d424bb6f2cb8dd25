"""The web app: pages are scripts, components make HTML, texts are in `da.toml`."""
