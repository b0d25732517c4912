"""What is decided: municipality, unit, interventions, AF's rules and prices, read from files."""
