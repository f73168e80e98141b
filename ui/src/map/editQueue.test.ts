import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import type { Toast } from "../shared/toast";
import { EditQueue } from "./editQueue";
import type { Done, Edit, VersionOf } from "./edits";
import type { MapData } from "./model";

const t = ((key: string, values?: Record<string, string>) => [key, ...Object.values(values ?? {})].join(" ")) as TFunction;
const map = { stakeholders: [{ id: "s", version: 7, label: "theirs", person: null }] } as unknown as MapData;

function begin() {
  const said: Omit<Toast, "id">[] = [];
  const undone: string[] = [];
  let reloads = 0;
  const queue = new EditQueue({
    t,
    say: (toast) => said.push(toast),
    reload: () => {
      reloads += 1;
      return Promise.resolve(map);
    },
    undo: (id) => {
      undone.push(id);
      return Promise.resolve({ changeIds: [], errors: [] });
    },
  });
  return { queue, said, undone, reloads: () => reloads };
}

const edit = (send: (versionOf: VersionOf, learn: (id: string, version: number) => void) => Promise<Done>): Edit => ({
  who: "s",
  text: "edited",
  apply: (now) => now,
  send,
  mine: "mine",
  theirs: (now) => now.stakeholders[0]?.label ?? "",
});
const done = (...changeIds: string[]): Promise<Done> => Promise.resolve({ changeIds, errors: [] });

describe("edits", () => {
  it("are pending until the map with them is here, and can be undone", async () => {
    const { queue, said, undone } = begin();
    queue.run(edit(() => done("c1", "c2")));
    expect(queue.read().pending).toHaveLength(1);
    await queue.settled();
    expect(queue.read().pending).toHaveLength(0);
    expect(said[0]?.text).toBe("edited");
    said[0]?.actions?.[0]?.run();
    await queue.settled();
    expect(undone).toEqual(["c2", "c1"]);
    queue.undo();
    await queue.settled();
    expect(undone).toHaveLength(2);
  });

  it("are sent one after the other, each on the version that the one before has made", async () => {
    const { queue, reloads } = begin();
    const decided: number[] = [];
    for (let index = 0; index < 3; index += 1)
      queue.run(
        edit((versionOf, learn) => {
          const version = versionOf("s", 1);
          decided.push(version);
          learn("s", version + 1);
          return done(`c${index}`);
        }),
      );
    await queue.settled();
    expect(decided).toEqual([1, 2, 3]);
    expect(reloads()).toBe(1);
  });

  it("are taken back and marked where the server refuses, and may be tried again", async () => {
    const { queue, said } = begin();
    let tries = 0;
    queue.run(
      edit(() => {
        tries += 1;
        return tries === 1 ? Promise.resolve({ changeIds: [], errors: [{ code: "INVALID", message: "no" }] }) : done("c");
      }),
    );
    await queue.settled();
    expect(queue.read()).toEqual({ pending: [], failed: new Set(["s"]) });
    expect(said[0]).toMatchObject({ failed: true, text: "did.notKept edited no" });
    said[0]?.actions?.[0]?.run();
    await queue.settled();
    expect(queue.read().failed).toEqual(new Set());
  });

  it("stay marked where the server cannot be reached", async () => {
    const { queue, said } = begin();
    queue.run(edit(() => Promise.reject(new Error("offline"))));
    await queue.settled();
    expect(queue.read()).toEqual({ pending: [], failed: new Set(["s"]) });
    expect(said[0]?.text).toContain("offline");
  });

  it("show both values of a conflict, and either may win", async () => {
    const { queue, said } = begin();
    const decided: number[] = [];
    const refusing = edit((versionOf) => {
      decided.push(versionOf("s", 3));
      return decided.length === 1 ? Promise.resolve({ changeIds: [], errors: [{ code: "CONFLICT", message: "moved" }] }) : done("c");
    });
    queue.run(refusing);
    await queue.settled();
    expect(said[0]?.text).toBe("did.conflict mine theirs");
    said[0]?.actions?.[0]?.run();
    expect(queue.read().failed.size).toBe(0);
    said[0]?.actions?.[1]?.run();
    await queue.settled();
    expect(decided).toEqual([3, 7]);
  });
});
