"""Small mistakes put into a solution, to see whether they are noticed."""
