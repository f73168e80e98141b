/** How many a page has room for beside a map. */
export const ROOM = { findings: 4, changes: 6, promises: 4, holders: 6 };
/** More people than that cannot be read on the page of a map alone: they follow as a table. */
export const MOST_ON_A_PAGE = 20;
/** A map that is so much wider than high is put on a page on its side. */
export const LYING = 2.2;
