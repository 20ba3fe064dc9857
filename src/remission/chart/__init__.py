"""What is known about some patients, and the doors through which it comes in."""
