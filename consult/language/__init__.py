"""Danish text: sentences, passages, who writes, and the words that name proposals."""
