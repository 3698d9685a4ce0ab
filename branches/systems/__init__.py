"""对接系统: what other systems read here, by keys that two administrators give and either takes away (docs/api.md)."""
