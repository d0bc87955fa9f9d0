"""Checks of the graph against its own rules, declared in rules.yaml; each finding is a node, a rule and evidence."""

from graph.checks.answers import check, check_institutions

__all__ = ["check", "check_institutions"]
