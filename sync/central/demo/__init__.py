"""The demonstration: a centre in a temporary folder with sample data, the app, and links that open it enrolled."""
