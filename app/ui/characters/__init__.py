"""The library of characters, the editor of their cards, and the user's own personas."""
