import { graphql } from "../gql";

export const ACCOUNTS = graphql(`
  query Accounts($first: Int!, $after: String, $filter: AccountFilter, $orderBy: AccountOrder!) {
    accounts(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          kind
          tier
          industry
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
              order
            }
            days
            stalled
          }
          valueAtStake {
            amount
            currency
          }
          lastContactAt
          decisionMap {
            id
            status
            supportScore {
              value
            }
            completeness {
              value
            }
            stakeholders {
              id
            }
          }
        }
      }
    }
  }
`);

export const SCORES_THEN = graphql(`
  query ScoresThen($ids: [ID!]!, $then: DateTime!) {
    nodes(ids: $ids) {
      ... on Account {
        id
        decisionMap(asOf: $then) {
          supportScore {
            value
          }
        }
      }
    }
  }
`);

export const TOP_INSIGHTS = graphql(`
  query TopInsights($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Account {
        id
        insights {
          id
          severity
          message {
            en
            zh
          }
        }
      }
    }
  }
`);

export const CREATE_ACCOUNT = graphql(`
  mutation CreateAccount($input: CreateAccountInput!) {
    createAccount(input: $input) {
      account {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
