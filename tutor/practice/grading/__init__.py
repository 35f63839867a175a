"""What a submission is worth: it is run beside the reference, and told what helps most."""
