# Tjänsternas roller, efter hur deras namn börjar.
consultant = konsulent
supervisor = handledare
youth-follow-up = ungdomscoach
