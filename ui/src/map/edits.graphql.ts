import { graphql } from "../gql";

export const ASSESS = graphql(`
  mutation Assess($input: AssessInput!) {
    done: assess(input: $input) {
      ...Written
      stakeholder {
        id
        version
      }
    }
  }
`);

export const GIVE_ROLES = graphql(`
  mutation GiveRoles($input: GiveRolesInput!) {
    done: giveRoles(input: $input) {
      ...Written
      stakeholder {
        id
        version
      }
    }
  }
`);

export const PLACE = graphql(`
  mutation Place($input: PlaceStakeholderInput!) {
    done: placeStakeholder(input: $input) {
      ...Written
      stakeholder {
        id
        version
      }
    }
  }
`);

export const REMOVE = graphql(`
  mutation Remove($input: RemoveStakeholderInput!) {
    done: removeStakeholder(input: $input) {
      ...Written
    }
  }
`);

export const SET_MANAGER = graphql(`
  mutation SetManager($input: SetManagerInput!) {
    done: setManager(input: $input) {
      ...Written
    }
  }
`);

export const SET_INFLUENCE = graphql(`
  mutation SetInfluence($input: SetInfluenceInput!) {
    done: setInfluence(input: $input) {
      ...Written
    }
  }
`);

export const RENAME = graphql(`
  mutation Rename($input: UpdatePersonInput!) {
    done: updatePerson(input: $input) {
      ...Written
      person {
        id
        version
      }
    }
  }
`);

export const ADD = graphql(`
  mutation Add($input: AddStakeholderInput!) {
    done: addStakeholder(input: $input) {
      ...Written
      stakeholder {
        id
        version
      }
    }
  }
`);

export const NAME = graphql(`
  mutation Name($input: NameStakeholderInput!) {
    done: nameStakeholder(input: $input) {
      ...Written
      stakeholder {
        id
        version
      }
    }
  }
`);

export const CREATE_PERSON = graphql(`
  mutation CreatePerson($input: CreatePersonInput!) {
    done: createPerson(input: $input) {
      ...Written
      person {
        id
        version
      }
    }
  }
`);

export const LEAVE = graphql(`
  mutation Leave($input: ChangeEmploymentInput!) {
    done: changeEmployment(input: $input) {
      ...Written
      person {
        id
        version
      }
    }
  }
`);

export const CONTACT = graphql(`
  mutation RecordContact($input: RecordInteractionInput!) {
    done: recordInteraction(input: $input) {
      ...Written
    }
  }
`);

export const UNDO = graphql(`
  mutation Undo($input: UndoInput!) {
    done: undo(input: $input) {
      ...Written
    }
  }
`);
