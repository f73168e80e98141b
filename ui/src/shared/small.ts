/** A window in which what lies over a map would hide it: a phone, or a desktop at 200 %. The style sheets say the same. */
const SMALL = "(max-width: 900px), (max-height: 600px)";

export const isSmall = (): boolean => window.matchMedia(SMALL).matches;
