# Where a person stands.
unborn = not yet in need
not_referred = in need, not referred
waiting_mapping = waits for mapping
mapping = is being mapped
waiting_place = waits for a place
in_intervention = in an intervention
paused = paused
work = in open work
subsidised_elsewhere = in subsidised work elsewhere
studies = studies
sick_on_aid = found unable to work, still on aid
sick_pay = on sick pay
sickness_compensation = has sickness compensation
aid_ended = aid has ended without work
other_support = supported in another way
left = has left
