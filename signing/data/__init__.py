"""Tables the library reads: forms of marks, faces, module names."""
