"""Features of the heat demand."""
