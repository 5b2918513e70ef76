"""How this community works together: one text, its earlier versions, and when it is looked at again."""
