import i18n from "../i18n";
import { ApiError, token } from "./client";

/** Send a file to be imported, with others where an import is named; returns the import's id, or throws an ApiError. */
export async function upload(file: File, importId: string | null): Promise<string> {
  const query = new URLSearchParams({ file: file.name, ...(importId && { import: importId }) });
  const response = await ask(`/imports?${query}`, { method: "POST", body: file, headers: { "Content-Type": "text/csv" } });
  return ((await response.json()) as { import: string }).import;
}

/** Fetch a file that an answer of the API names; throws an ApiError. */
export const fetchFile = async (path: string): Promise<Blob> => (await ask(path, {})).blob();

async function ask(path: string, given: RequestInit): Promise<Response> {
  const headers: Record<string, string> = { "Accept-Language": i18n.language, ...(given.headers as Record<string, string>) };
  if (token.read()) headers["Authorization"] = `Bearer ${token.read()}`;
  let response: Response;
  try {
    response = await fetch(path, { ...given, headers });
  } catch (error) {
    throw new ApiError("offline", String(error));
  }
  if (response.ok) return response;
  const told = (await response.json().catch(() => ({}))) as { errors?: { message: string }[] };
  throw new ApiError(response.status === 401 ? "unauthenticated" : "refused", told.errors?.[0]?.message ?? response.statusText);
}
