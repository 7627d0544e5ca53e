"""Reading files, one test module for each module of the room."""
