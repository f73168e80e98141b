"""The GraphQL types, inputs, enums, payloads, loaders and the context of a request."""

# Types that name an enum need it to be one of the schema already.
from schema import enums as enums
