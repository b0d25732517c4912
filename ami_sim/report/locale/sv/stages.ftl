# Var en person befinner sig.
unborn = ännu inte i behov
not_referred = i behov, inte hänvisad
waiting_mapping = väntar på kartläggning
mapping = kartläggs
waiting_place = väntar på plats
in_intervention = i insats
paused = pausad
work = i öppet arbete
subsidised_elsewhere = i subventionerat arbete på annat håll
studies = studerar
sick_on_aid = saknar arbetsförmåga, kvar i försörjningsstöd
sick_pay = har sjukpenning
sickness_compensation = har sjukersättning
aid_ended = försörjningsstödet har upphört utan arbete
other_support = försörjs på annat sätt
left = har lämnat
