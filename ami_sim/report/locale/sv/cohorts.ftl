# Grupper i en kohort, efter ålder, steg och barn.
all = Alla
under-25 = Under 25 år
ages-25-34 = 25 till 34 år
ages-35-44 = 35 till 44 år
ages-45-54 = 45 till 54 år
ages-55-and-over = 55 år och äldre
step-1 = Steg 1
step-2 = Steg 2
step-3 = Steg 3
step-4 = Steg 4
step-5 = Steg 5
with-children = Med barn
without-children = Utan barn
