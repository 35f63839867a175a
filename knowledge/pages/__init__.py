"""One Markdown file a page: read and checked, alone and among the others."""
