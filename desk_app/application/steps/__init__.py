"""The five steps: intake, appraise, approve, agency_sign, return_result."""
