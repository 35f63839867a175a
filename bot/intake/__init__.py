"""From the wire to a turn, losing nothing."""
