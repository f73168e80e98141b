import { queryClient } from "../api/queries";
import { mapQuery } from "./useMap";
import { endOfDay, readMapUrl } from "./useMapUrl";

/** Ask for the map of an address at once, while the part of the page that draws it is still on its way. */
export function readSoon({ pathname, search }: Location): void {
  // An id as they all are; about any other address, the page says what is wrong with it.
  const account = /^\/a\/(\w+)\/map$/.exec(pathname)?.[1];
  if (account === undefined) return;
  const { opportunity, at } = readMapUrl(new URLSearchParams(search), Date.now());
  // Whether it worked, the part says that draws the map.
  queryClient.query(mapQuery(account, opportunity, at && endOfDay(at))).catch(() => undefined);
}
