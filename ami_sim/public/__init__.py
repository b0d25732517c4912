"""What a notebook imports as `ami`: the place where workflows and reports are joined."""
