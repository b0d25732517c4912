# The process as a map: how many go from one place to another in a year.
title = How many go from one place to another, persons a year
alt = A map with boxes for where a person may be and { $ways } ways between them. Most changed is { $way } with “{ $option }”: { $change } persons a year. The numbers are in the table.
read = The wider an arrow, the more go that way in the reference; the number is persons a year. A coloured arrow changes, and the brackets say by how much. The same person may go the same way several times.
way = { $before } → { $after }
from = From
to = To
against = { $option }, difference
table = Ways between places, persons a year on average
caption = Ways that at least { $least } persons go in a year, after the day the options part.
