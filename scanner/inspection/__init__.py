"""What can be seen on a page. Pure functions on arrays; only `scanner.inspector` calls them.

Importing this loads numpy and OpenCV: never do so in the window's process.
"""
