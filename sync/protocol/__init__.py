"""What crosses the wire between phone and centre, and the rule by which edits join. Standard library only."""
