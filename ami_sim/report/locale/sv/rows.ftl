# Rader för insatser som ingen fil ger en titel.
mapping = kartläggning
