"""Rules and word lists as data: YAML files beside this module, and their loader."""

from consult.rules.loader import Example, Rule, RuleError, RuleFile, load_rules

__all__ = ["Example", "Rule", "RuleError", "RuleFile", "load_rules"]
