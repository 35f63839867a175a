"""The code on a page: sessions, what they printed, what they import."""
