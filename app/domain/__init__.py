"""Documents, origin marks, prompts: pure values and rules. Standard library only."""
