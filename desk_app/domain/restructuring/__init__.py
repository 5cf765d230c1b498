"""Restructuring of procedures for online service: levels, choices, costs, process, test run.

Source: TT 01/2023/TT-VPCP (criteria and levels), NĐ 45/2020/NĐ-CP Art. 21 (selection),
NĐ 224/2026/NĐ-CP Art. 14 (full-online unless reasons are published), TT 02/2017/TT-VPCP (costs).
"""
