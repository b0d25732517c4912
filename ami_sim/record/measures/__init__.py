"""What a run is measured by: rows with a name, a unit, titles, what exactly is counted, and the function that counts it."""
