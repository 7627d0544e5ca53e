"""What authorities ask each other and answer: leads, notifications, authorisations, statements. Pure."""
