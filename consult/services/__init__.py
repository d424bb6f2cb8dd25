"""What a user may do with a stored round: make it, fill it, analyse it, browse it, search it."""
