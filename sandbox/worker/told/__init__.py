"""What is said of a run: values, tensors, figures, errors."""
