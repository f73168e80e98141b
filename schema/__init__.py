"""The GraphQL types, inputs, enums, payloads, loaders and the context of a request."""
