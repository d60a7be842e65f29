"""What is measured: one script a figure, JSON out, each figure a ratio to a peer or a limit in the same run."""
