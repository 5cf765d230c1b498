"""Tables the library reads: forms of marks, capacities, module names."""
