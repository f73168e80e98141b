"""From the tables that people have to facts: encodings, headings, cells, rows, runs."""
