"""The set-up, the power log and what a look at the channels found, as every member can read them."""
