"""公文: from frozen facts (content) over wording (kinds) and layout to PDF bytes (typeset). No database, no network."""
