import { graphql } from "../gql";

export const PERSON = graphql(`
  query PersonPage($id: ID!) {
    person(id: $id) {
      id
      name
      title
      department
      emails
      phones
      account {
        id
        name
      }
      employments {
        account {
          id
          name
        }
        title
        since
        until
      }
      standings(ended: true) {
        id
        until
        leftAt
        roles
        support
        influence
        keyPlayer
        map {
          id
          account {
            id
            name
          }
          opportunity {
            id
            name
          }
        }
        assessments(first: 50) {
          edges {
            node {
              id
              observedAt
              support
            }
          }
        }
      }
      strengths {
        seller {
          id
          name
        }
        value
        lastAt
        parts {
          name
          value
          max
        }
      }
    }
  }
`);

export const CONTACTS = graphql(`
  query Contacts($id: ID!, $first: Int!, $after: String) {
    person(id: $id) {
      id
      interactions(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            kind
            at
            direction
            note
            account {
              id
              name
            }
            sellers {
              id
              name
            }
            people {
              id
              name
            }
          }
        }
      }
    }
  }
`);
