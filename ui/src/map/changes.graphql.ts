import { graphql } from "../gql";

export const CHANGES = graphql(`
  query Changes($map: ID!, $since: DateTime!, $until: DateTime) {
    decisionMap(id: $map) {
      id
      changes(since: $since, until: $until) {
        at
        kind
        field
        sentence {
          en
          zh
        }
        stakeholder {
          id
        }
      }
    }
  }
`);
