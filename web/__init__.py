"""What every request and page shares; knows no topic. Routes build on it, it imports no route."""
