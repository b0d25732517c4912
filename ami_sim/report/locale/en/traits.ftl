# A person's traits.
woman = woman
born_abroad = born abroad
language_need = needs language support
ill_health = ill health
reduced_capacity = reduced work capacity
driving_licence = driving licence
akassa_member = member of an a-kassa
