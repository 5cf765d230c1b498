"""The published contract of the counter's sync with a provincial system."""
