"""The use cases of the application in the shapes the screens ask for.

The one place that maps them; ``desk.connect`` puts the parts together.
"""
