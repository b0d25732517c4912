"""Who is in need: background, household, arrivals and each person's own luck."""
