import { graphql } from "../gql";

export const DUPLICATES = graphql(`
  query Duplicates($of: ID, $first: Int!) {
    duplicates(of: $of, first: $first) {
      complete
      pairs {
        score
        reasons {
          en
          zh
        }
        first {
          ...PartyOfPair
        }
        second {
          ...PartyOfPair
        }
      }
    }
  }

  fragment PartyOfPair on Party {
    __typename
    id
    name
    ... on Account {
      externalId
      owner {
        name
      }
    }
    ... on Person {
      title
      account {
        name
      }
    }
  }
`);

export const MERGE_PEOPLE = graphql(`
  mutation MergePeople($input: MergePeopleInput!) {
    done: mergePeople(input: $input) {
      changeId
      userErrors {
        message
      }
    }
  }
`);

export const MERGE_ACCOUNTS = graphql(`
  mutation MergeAccounts($input: MergeAccountsInput!) {
    done: mergeAccounts(input: $input) {
      changeId
      userErrors {
        message
      }
    }
  }
`);
