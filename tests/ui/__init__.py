"""The web app: its pieces as HTML, its pages, and the whole in a browser."""
