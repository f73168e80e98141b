import type { Support } from "../gql/graphql";

interface Said {
  observedAt: string;
  support: Support | null;
}

/** Where somebody stood, the earliest first, told only where it became another support. */
export function stepsOf<T extends Said>(all: readonly T[]): T[] {
  const said = all.filter((one) => one.support !== null).sort((a, b) => a.observedAt.localeCompare(b.observedAt));
  return said.filter((one, index) => one.support !== said[index - 1]?.support);
}
