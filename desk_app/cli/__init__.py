"""The command line: scriptable, JSON, stable exit codes."""
