"""Assets as a package: texts, forms, procedures, fonts, styles."""
