"""/privacy and /forget in chat."""
