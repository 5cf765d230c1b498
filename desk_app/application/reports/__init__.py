"""Reports that explain themselves: numbers, their definitions, and the dossiers behind them."""
