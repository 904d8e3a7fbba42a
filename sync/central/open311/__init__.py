"""Open311 GeoReport v2 for residents' ideas: other cities' apps file and follow them by a standard they know.

What is filed here is an idea like those of `/usul`, under the same limits, and nothing more of it is public.
"""
