"""The sandbox over HTTP: requests taken, refused and measured."""
