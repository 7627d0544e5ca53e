"""What is controlled on this day, here, by which text: reads the compiled register."""
