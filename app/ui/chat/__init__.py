"""The conversation: its messages, the box to write in, and what stands around them."""
