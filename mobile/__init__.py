"""The app in the hand."""
