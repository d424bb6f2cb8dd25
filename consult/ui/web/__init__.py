"""What the server answers itself, outside Streamlit's pages: signing in and out. Decision 0067."""
