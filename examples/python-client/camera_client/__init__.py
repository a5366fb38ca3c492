"""A client for the wire of `camera-proto`, written from its specification."""
