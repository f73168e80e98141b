import { graphql } from "../gql";

export const INSIGHTS = graphql(`
  query Insights($map: ID!, $asOf: DateTime) {
    decisionMap(id: $map, asOf: $asOf) {
      id
      insights {
        id
        rule
        severity
        message {
          en
          zh
        }
        advice {
          en
          zh
        }
        why {
          en
          zh
        }
        valueAtStake {
          amount
          currency
        }
        evidence {
          text {
            en
            zh
          }
          node {
            id
            ... on Assessment {
              stakeholder {
                id
              }
            }
          }
        }
        plays {
          text {
            en
            zh
          }
        }
        assignee {
          id
          name
        }
      }
    }
  }
`);

export const TIMELINE = graphql(`
  query Timeline($map: ID!) {
    decisionMap(id: $map) {
      id
      timeline
    }
  }
`);
