# Background groups.
everybody = Everybody
sex = sex
children = children at home
age = age
born_abroad = born abroad
language_need = needs language support
ill_health = ill health
schooling = schooling
referrer = referred by
step = step
woman = women
man = men
yes = yes
no = no
compulsory_not_completed = compulsory school not completed
compulsory = compulsory school
upper_secondary = upper secondary
