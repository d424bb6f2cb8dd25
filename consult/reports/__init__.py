"""What leaves the system as text: JSON lines, JSON, tables for the terminal."""
