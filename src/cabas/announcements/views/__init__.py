"""The screens of what a group writes to its people."""
