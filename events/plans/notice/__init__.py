"""How the text of a notice is taken apart; `events.plans.reader` is the door."""
