"""Thanks in words, shown only as far as those who are thanked have said so. Nothing here is counted for anyone."""
