"""The calls that a run is asked for beside its code, and what is told of each."""
