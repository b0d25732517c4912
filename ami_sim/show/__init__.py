"""How results look: the table an official reads, the pictures, and one person's story."""
