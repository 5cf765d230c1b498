"""The practice office: province, tokens and specimen papers for training and tests."""
