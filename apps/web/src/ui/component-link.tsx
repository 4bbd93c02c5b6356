import { select } from "../live/index.ts";
import { useWords } from "./words/use-words.ts";

/** A component's name; pressed, it is selected everywhere. */
export function ComponentLink({ id }: { readonly id: string }) {
  const words = useWords();
  return (
    <button
      type="button"
      onClick={() => select(id)}
      className="inline min-h-6 text-left font-semibold text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {words.component(id)}
    </button>
  );
}
