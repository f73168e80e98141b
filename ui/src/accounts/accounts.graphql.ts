import { graphql } from "../gql";

/** By name, a page is found by an index, however many accounts there are. */
export const ACCOUNTS = graphql(`
  query Accounts($first: Int!, $after: String, $filter: AccountFilter, $orderBy: AccountOrder!) {
    accounts(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      ...AccountPage
    }
  }
  fragment AccountPage on AccountConnection {
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
        movedAt
        decisionMap {
          id
          status
          supportScore {
            value
          }
          completeness {
            value
          }
        }
      }
    }
  }
`);

/** By what maps and deals come to. */
export const PORTFOLIO = graphql(`
  query Portfolio($first: Int!, $after: String, $filter: AccountFilter, $orderBy: PortfolioOrder!, $descending: Boolean!, $movedSince: DateTime) {
    portfolio(first: $first, after: $after, filter: $filter, orderBy: $orderBy, descending: $descending, movedSince: $movedSince) {
      accounts {
        ...AccountPage
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
