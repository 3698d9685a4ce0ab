"""Working days: the imported table of days off, the library, Monday to Friday (D12)."""
