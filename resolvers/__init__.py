"""The fields of Query and Mutation, one file per noun; root.py builds the schema."""
