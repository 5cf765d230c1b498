"""One package a step: view, view-model, state."""
