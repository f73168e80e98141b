import { graphql } from "../gql";

/** What every write answers. */
export const WRITTEN = graphql(`
  fragment Written on Payload {
    changeId
    userErrors {
      code
      message
    }
  }
`);
