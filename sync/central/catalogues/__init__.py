"""The award's catalogues at the centre: read from a file, looked at, confirmed by a second person, sent out."""
