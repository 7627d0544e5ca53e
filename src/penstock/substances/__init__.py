"""What a chemical is: CAS numbers and structures. The only room that imports RDKit."""
