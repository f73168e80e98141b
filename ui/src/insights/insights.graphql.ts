import { graphql } from "../gql";

export const MY_DAY = graphql(`
  query MyDay($severity: Severity, $mine: Boolean, $account: ID, $rule: String, $assignee: ID, $first: Int!) {
    insights(severity: $severity, mine: $mine, accountId: $account, rule: $rule, assigneeId: $assignee, first: $first) {
      id
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
      since
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
          __typename
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
        seller {
          id
          name
        }
        target {
          __typename
          id
          name
        }
        through {
          id
          name
        }
      }
      assignee {
        id
        name
      }
      account {
        id
        name
      }
      map {
        id
        opportunity {
          id
          name
        }
      }
    }
  }
`);

export const RULES = graphql(`
  query Rules {
    insightRules {
      id
      title {
        en
        zh
      }
    }
  }
`);

export const COLLEAGUES = graphql(`
  query Colleagues {
    sellers(first: 500) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export const DO = graphql(`
  mutation DoIt($input: CompleteInsightInput!) {
    done: completeInsight(input: $input) {
      ...Written
    }
  }
`);

export const DISMISS = graphql(`
  mutation DismissIt($input: DismissInsightInput!) {
    done: dismissInsight(input: $input) {
      ...Written
    }
  }
`);

export const ASSIGN = graphql(`
  mutation AssignIt($input: AssignInsightInput!) {
    done: assignInsight(input: $input) {
      ...Written
    }
  }
`);
