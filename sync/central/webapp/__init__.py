"""The browser home: builds the installable bundle of the app and serves it under /app/."""
