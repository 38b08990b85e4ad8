"""A whole batch as files for the clerk: the ledger (.xlsx), the dashboard (.html). One file per form."""
