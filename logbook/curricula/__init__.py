"""Curricula that come with the service, as data files."""
