/**
 * What the server gives for a path as lines of JSON, each handed on as it comes; rejects with the server's own sentence
 * where it gives none.
 */
export async function fetchLines<T>(path: string, take: (line: T) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch(path, { headers: { accept: "application/x-ndjson" }, signal });
  if (!response.ok || response.body === null)
    throw new Error((await response.text()) || `${response.status} ${response.statusText}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") take(JSON.parse(line) as T);
  }
}
