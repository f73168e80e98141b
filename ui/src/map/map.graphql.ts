import { graphql } from "../gql";

export const MAP = graphql(`
  query Map($account: ID!, $opportunity: ID, $asOf: DateTime) {
    account(id: $account) {
      id
      name
      tier
      opportunities(first: 50) {
        edges {
          node {
            id
            name
            status
          }
        }
      }
      decisionMap(opportunityId: $opportunity, asOf: $asOf) {
        ...MapParts
      }
    }
  }
  fragment MapParts on DecisionMap {
    id
    asOf
    status
    opportunity {
      id
      name
      status
    }
    stakeholders {
      id
      version
      label
      title
      placeholder
      leftAt
      roles
      influence
      support
      coverage {
        value
        source
        interactions
      }
      keyPlayer
      weight
      position {
        x
        y
      }
      person {
        id
        version
        name
        department
      }
    }
    ties {
      id
      kind
      source {
        id
      }
      target {
        id
      }
      strength
      polarity
      circle
    }
    supportScore {
      value
      terms {
        weight
        support
        stakeholder {
          id
        }
      }
    }
    completeness {
      value
      items {
        check
        done
      }
    }
  }
`);

export const CHANGED_SINCE = graphql(`
  query ChangedSince($map: ID!, $then: DateTime!, $asOf: DateTime) {
    compareMaps(leftId: $map, rightId: $map, leftAsOf: $then, rightAsOf: $asOf) {
      people {
        left {
          id
          support
        }
        right {
          id
          support
        }
        differences
      }
    }
  }
`);

export const HISTORY = graphql(`
  query History($stakeholder: ID!) {
    node(id: $stakeholder) {
      ... on Stakeholder {
        id
        since
        assessments(first: 50) {
          edges {
            node {
              id
              observedAt
              support
              influence
              coverage
              evidence
              confidence
              by {
                id
                name
              }
            }
          }
        }
      }
    }
  }
`);

export const PEOPLE = graphql(`
  query People($account: ID!) {
    account(id: $account) {
      id
      people(first: 200) {
        edges {
          node {
            id
            name
            title
          }
        }
      }
    }
  }
`);
