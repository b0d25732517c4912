# Pictures of what other studies found.
measured = measured, 95 % band
ours = this model's rows: fitted to years 1 and 2 (grey), predicted after
year = year after it began
points = weeks worked, percentage points
kind-constructed = constructed
kind-intermediate = between
kind-ordinary = ordinary
