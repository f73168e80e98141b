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
        interactions(first: 200) {
          edges {
            node {
              id
              kind
              at
              direction
              note
              sellers {
                id
                name
              }
              people {
                id
              }
            }
          }
        }
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

export const LOG_INTERACTION = graphql(`
  mutation LogInteraction($input: RecordInteractionInput!) {
    done: recordInteraction(input: $input) {
      changeId
      userErrors {
        message
      }
    }
  }
`);
