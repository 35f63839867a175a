"""What instructors do: unanswered questions, drafts, entries, imports."""
