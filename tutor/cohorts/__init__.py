"""Classes: how somebody makes, changes, joins and leaves them."""
