"""timeline.toml and mappings, read strictly into frozen records."""
