import { useState } from "react";

/** The moment at which a view was opened: what it says in days does not move while it is read. */
export const useNow = (): number => useState(() => Date.now())[0];
