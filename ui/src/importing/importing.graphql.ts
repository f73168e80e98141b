import { graphql } from "../gql";

export const TABLES = graphql(`
  query ImportTables {
    importTables {
      key
      label {
        en
        zh
      }
      headings {
        key
        label {
          en
          zh
        }
        required
      }
    }
  }
`);

export const FILES = graphql(`
  query ImportedFiles($id: ID!, $files: [ImportFileInput!]) {
    import(id: $id) {
      files(files: $files) {
        name
        bytes
        encoding
        table {
          key
        }
        columns {
          number
          name
          samples
          heading {
            key
          }
        }
        error {
          wrong {
            en
            zh
          }
          right {
            en
            zh
          }
        }
      }
    }
  }
`);

export const RUN = graphql(`
  query ImportRunNow($id: ID!) {
    import(id: $id) {
      run {
        writes
        state
        rows
        allRows
        report {
          facts
          errorCount
          changeId
          counts {
            table {
              key
              label {
                en
                zh
              }
            }
            created
            changed
            left
            notAgain
            bad
          }
          errors(first: 200) {
            file
            line
            heading
            value
            wrong {
              en
              zh
            }
            right {
              en
              zh
            }
          }
          notes(first: 50) {
            file
            line
            text {
              en
              zh
            }
          }
          badRows {
            name
            path
          }
        }
      }
    }
  }
`);

export const CHECK = graphql(`
  mutation CheckImport($input: CheckImportInput!) {
    begun: checkImport(input: $input) {
      userErrors {
        code
        message
      }
    }
  }
`);

export const IMPORT = graphql(`
  mutation ImportFiles($input: ImportFilesInput!) {
    begun: importFiles(input: $input) {
      userErrors {
        code
        message
      }
    }
  }
`);
