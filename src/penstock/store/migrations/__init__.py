"""How a database goes from one version of its tables to the next, one file a step; nothing here reads ``tables``."""
