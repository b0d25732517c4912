# En persons egenskaper.
woman = kvinna
born_abroad = född utomlands
language_need = behöver språkstöd
ill_health = ohälsa
reduced_capacity = nedsatt arbetsförmåga
driving_licence = körkort
akassa_member = medlem i a-kassan
