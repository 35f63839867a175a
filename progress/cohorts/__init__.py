"""Classes: who is in one, who teaches it, and which days count for it. Pure."""
