# Roles of posts, by how their names begin.
consultant = consultant
supervisor = supervisor
youth-follow-up = youth coach
