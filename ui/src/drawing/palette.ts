import tokens from "../app/tokens.css?raw";
import type { Support } from "../gql/graphql";

/** A picture is taken along to where no style sheet is: the light theme's colours as they are. */
const LIGHT = new Map([...tokens.slice(0, tokens.indexOf("}")).matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, value]) => [name, value]));

/** A colour of the light theme by its name in `tokens.css`. Throws where there is none. */
export function colour(name: string): string {
  const found = LIGHT.get(name);
  if (found === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return found;
}

const OF_SUPPORT: Record<Support | "UNKNOWN", string> = {
  SPONSOR: "sponsor",
  SUPPORTER: "supporter",
  NEUTRAL: "neutral",
  NON_SUPPORTER: "non-supporter",
  OPPONENT: "opponent",
  UNKNOWN: "unknown",
};

export const supportColour = (support: Support | null): string => colour(OF_SUPPORT[support ?? "UNKNOWN"]);

export const FONTS = 'Inter, system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
