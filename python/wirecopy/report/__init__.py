"""What a reader is shown: tables and marked texts in notebooks, and the report page."""
