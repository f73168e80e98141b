"""Where facts and the graph live: the store port, the two stores, analytics, import and export."""
