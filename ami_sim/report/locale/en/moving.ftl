# Persons moving through queues and places, month by month.
play = Start
pause = Pause
shown = First of the month:
month = Month
table = Persons in each place on the first of the month
alt = Dots for persons in seven rows, one a place, on the first of each month. The numbers are in the table below.
