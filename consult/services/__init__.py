"""What a user may do: with stored rounds and with accounts; permission is checked inside."""
