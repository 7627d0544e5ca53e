"""The desk: the HTTP API, and what its pages ask."""
