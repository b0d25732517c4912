"""What it costs: every krona from the record, with payer, payee and kind; nothing here is read by an engine."""
