"""What instructors see of a class: values that every front end shows in its own way."""
