"""A document and what it says: mentions, offers, contacts, each with its characters in the document."""
