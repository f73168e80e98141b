import { graphql } from "../gql";

export const SEARCH = graphql(`
  query Search($text: String!) {
    search(text: $text, first: 12) {
      __typename
      id
      name
      ... on Account {
        opportunities(first: 5) {
          edges {
            node {
              id
              name
              status
            }
          }
        }
      }
      ... on Person {
        title
        account {
          id
          name
        }
      }
    }
    searchOpportunities(text: $text, first: 12) {
      id
      name
      status
      account {
        id
        name
      }
    }
  }
`);
