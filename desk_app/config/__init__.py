"""Settings of a profile and where its files live."""
