import type { KeyboardEvent } from "react";
import { Link } from "wouter";
import { Disc } from "../map/Disc";
import { type Place, ROLE_LETTER, ROLES } from "../map/model";
import { stepBy, type Standing } from "./arrange";
import css from "./Picture.module.css";
import type { useDragging } from "./useDragging";

interface WhoProps {
  place: Place;
  href: string;
  /** How they stand and stood, for whoever cannot see it. */
  said: string;
  failed: boolean;
  dragging: ReturnType<typeof useDragging>;
  /** Put somebody to another standing; null: nothing can be changed. */
  move: ((place: Place, to: Standing) => void) | null;
}

/** The roles somebody holds, as `D E`. */
export const lettersOf = (place: Place): string =>
  ROLES.filter((role) => place.roles.includes(role))
    .map((role) => ROLE_LETTER[role])
    .join(" ");

/** Somebody in the picture: a link to them on the map, to be dragged, or moved by Alt and the arrow keys. */
export function Who({ place, href, said, failed, dragging, move }: WhoProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!move || !event.altKey || !event.key.startsWith("Arrow")) return;
    // Else the browser goes back.
    event.preventDefault();
    const to = stepBy(place, event.key);
    if (to) move(place, to);
  };
  return (
    <Link
      href={href}
      className={css["who"]}
      data-place={place.id}
      data-support={place.support ?? "UNKNOWN"}
      data-influence={place.influence ?? "UNKNOWN"}
      data-failed={failed || undefined}
      data-movable={move !== null || undefined}
      aria-keyshortcuts={move ? "Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown" : undefined}
      onKeyDown={onKeyDown}
      {...dragging.handlersOf(place)}
    >
      <Disc support={place.support} influence={place.influence} size={30} />
      <span className={css["name"]} title={place.label}>
        {place.label}
      </span>
      <span className={css["roles"]} aria-hidden="true">
        {lettersOf(place)}
      </span>
      <span className="sr">{said}</span>
    </Link>
  );
}
