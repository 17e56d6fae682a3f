"""What is measured: counted since the start of the process, and read when somebody asks."""
