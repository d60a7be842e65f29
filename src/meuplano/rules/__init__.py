"""What is true: pure functions of money, time and state."""
