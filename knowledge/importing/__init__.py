"""A file of questions to drafts with findings. Pure."""
