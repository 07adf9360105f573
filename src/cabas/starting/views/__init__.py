"""The screens of a group that begins."""
