"""Use cases as front ends see them: no chat, no SQL, no torch."""
