"""What `longscroll` does in a terminal, one module a command. Knows no window."""
