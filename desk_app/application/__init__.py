"""Use cases: one module a step, plus enquiries, synchronise, procedures, reports."""
