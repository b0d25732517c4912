# Groups of a cohort, by age, readiness and children.
all = Everybody
under-25 = Under 25
ages-25-34 = 25 to 34
ages-35-44 = 35 to 44
ages-45-54 = 45 to 54
ages-55-and-over = 55 and over
step-1 = Step 1
step-2 = Step 2
step-3 = Step 3
step-4 = Step 4
step-5 = Step 5
with-children = With children
without-children = Without children
