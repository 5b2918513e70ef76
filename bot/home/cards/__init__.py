"""What is said when someone comes, when something can not be answered, and to each member about what is theirs."""
