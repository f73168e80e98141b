import type { TypedDocumentString } from "../gql/graphql";
import i18n from "../i18n";

/** Why there is no answer: the network, who is asking, what is asked for, or the server. */
export class ApiError extends Error {
  constructor(
    readonly kind: "offline" | "unauthenticated" | "missing" | "refused",
    message: string,
  ) {
    super(message);
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

const TOKEN = "rapport.token";

/** The token of whoever asks, kept for this window alone; the local demo needs none. */
export const token = {
  read: () => sessionStorage.getItem(TOKEN) ?? "",
  write: (value: string) => sessionStorage.setItem(TOKEN, value),
};

const listeners = new Set<() => void>();

/** Be told that the server wants to know who is asking. */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Send one operation; throws an ApiError. */
export async function request<T, V>(document: TypedDocumentString<T, V>, variables: V, signal?: AbortSignal): Promise<T> {
  const answer = await send<T>(JSON.stringify({ query: document.toString(), variables }), signal);
  const error = answer.errors?.[0];
  if (error?.extensions?.code === "UNAUTHENTICATED") {
    listeners.forEach((tell) => tell());
    throw new ApiError("unauthenticated", error.message);
  }
  if (error) throw new ApiError(error.extensions?.code === "NOT_FOUND" ? "missing" : "refused", error.message);
  if (!answer.data) throw new ApiError("refused", "");
  return answer.data;
}

async function send<T>(body: string, signal?: AbortSignal): Promise<Answer<T>> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    Accept: "application/graphql-response+json, application/json",
    "Accept-Language": i18n.language,
  };
  if (token.read()) headers["Authorization"] = `Bearer ${token.read()}`;
  try {
    const response = await fetch("/graphql", { method: "POST", headers, body, ...(signal && { signal }) });
    return (await response.json()) as Answer<T>;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("offline", String(error));
  }
}
