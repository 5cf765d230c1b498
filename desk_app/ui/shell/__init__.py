"""Window, navigation, sign-in, work queue and the pages beside the steps."""
