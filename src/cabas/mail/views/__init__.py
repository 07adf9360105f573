"""The screens of mail: what was written, and what one wants to receive."""
