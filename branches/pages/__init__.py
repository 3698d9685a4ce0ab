"""What every page shares: the frame, tables, fields, the registering of URLs, pages for what went wrong."""
