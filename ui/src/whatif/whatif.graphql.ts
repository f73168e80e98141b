import { graphql } from "../gql";

export const WHAT_IF = graphql(`
  query WhatIf($map: ID!, $changes: [SupposedChange!]!) {
    whatIf(mapId: $map, changes: $changes) {
      before {
        id
        status
        supportScore {
          value
        }
        completeness {
          value
        }
      }
      after {
        ...MapParts
        insights {
          severity
          message {
            en
            zh
          }
          evidence {
            node {
              id
              ... on Assessment {
                stakeholder {
                  id
                }
              }
            }
          }
        }
      }
      userErrors {
        message
      }
      insightsGone {
        id
        severity
        message {
          en
          zh
        }
      }
      insightsNew {
        id
        severity
        message {
          en
          zh
        }
      }
    }
  }
`);

export const BEST_MOVES = graphql(`
  query BestMoves($map: ID!) {
    bestMoves(mapId: $map, first: 5) {
      kind
      effect
      stakeholder {
        id
        label
      }
      why {
        en
        zh
      }
      play {
        text {
          en
          zh
        }
        seller {
          id
        }
      }
      after {
        id
        stakeholders {
          id
          support
        }
      }
    }
  }
`);
