"""Every verb of every model: what it sends, and what the mirror is afterwards."""
