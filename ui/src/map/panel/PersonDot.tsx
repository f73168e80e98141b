import { useSay } from "../canvas/useSay";
import { Disc } from "../Disc";
import type { Place } from "../model";
import css from "./Panel.module.css";

/** Somebody as a glyph that selects them. */
export function PersonDot({ place, select }: { place: Place; select: (id: string) => void }) {
  const words = useSay();
  const label = `${place.label}${words.between}${words.support(place.support)}`;
  return (
    <button type="button" className={css["dot"]} aria-label={label} title={label} onClick={() => select(place.id)}>
      <Disc support={place.support} size={20} />
    </button>
  );
}
