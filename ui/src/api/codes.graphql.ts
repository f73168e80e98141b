import { graphql } from "../gql";

export const CODES = graphql(`
  query Codes {
    codeLists {
      name
      values {
        code
        symbol
        label {
          en
          zh
        }
      }
    }
    ladders {
      key
      label {
        en
        zh
      }
      stages {
        key
        order
        label {
          en
          zh
        }
      }
    }
    viewer {
      id
      name
      role
    }
  }
`);
