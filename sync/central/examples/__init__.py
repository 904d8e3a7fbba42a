"""How a city may run the centre: units for systemd, and nginx in front. README tells where they go."""
