"""The web app's entry: routes only. Started by `consult serve`.

Streamlit loads this file twice: as a module it is the server, as a script it is every page.
"""

import streamlit as st

if __name__ == "__main__":
    from consult.ui.routes import run

    run()
else:
    from consult.ui.server import ROUTES

    app = st.App(__file__, routes=ROUTES)
