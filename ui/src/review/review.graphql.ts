import { graphql } from "../gql";

export const REVIEW = graphql(`
  query Review($account: ID!) {
    account(id: $account) {
      id
      lastContactAt
      owner {
        id
        name
      }
      stages {
        ladder {
          key
        }
        stage {
          key
        }
      }
      valueAtStake {
        amount
        currency
      }
      commitments(first: 20, status: OPEN) {
        edges {
          node {
            id
            side
            text
            due
            overdue
            person {
              id
              name
            }
          }
        }
      }
    }
  }
`);

export const SINCE = graphql(`
  query Since($map: ID!, $since: DateTime!) {
    decisionMap(id: $map) {
      id
      changes(since: $since) {
        at
        kind
        field
        after
        sentence {
          en
          zh
        }
        stakeholder {
          id
          weight
        }
      }
    }
    then: decisionMap(id: $map, asOf: $since) {
      id
      supportScore {
        value
      }
    }
    deal: decisionMap(id: $map) {
      id
      opportunity {
        id
        amount {
          amount
          currency
        }
        expectedClose
      }
    }
  }
`);
