"""scanner.recognition behind the reader port."""
