"""The instructors' web page, which only shows: whatever changes something happens in chat."""
