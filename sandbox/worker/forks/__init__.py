"""Why a fork of a process with torch in it costs a millisecond."""
